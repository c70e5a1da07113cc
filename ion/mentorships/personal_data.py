"""What mentorships keep of somebody: what they are in, with what the two wrote together, and their own notes."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, or_, select, update

from ion.base.extensions import Model, db
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.mentorships.policies import is_mentee
from ion.mentorships.services.ending import close
from ion.mentorships.services.rematching import need_anew
from ion.models import (
    Mentorship,
    MentorshipGoal,
    MentorshipSession,
    MentorshipState,
    MentorshipStep,
    MentorshipSurvey,
    MentorshipTask,
    SessionNote,
)

LEFT = "Left ION."


class MentorshipData:
    """The mentorships of one person. What they share with the other stays with the other."""

    kind = "mentorships"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        ids = select(Mentorship.id).where(of(person_id))
        shared: dict[str, type[Model]] = {
            "goals": MentorshipGoal,
            "sessions": MentorshipSession,
            "tasks": MentorshipTask,
            "steps": MentorshipStep,
        }
        parts = {name: rows(model, model.mentorship_id.in_(ids)) for name, model in shared.items()}  # type: ignore[attr-defined]
        return {
            "mentorships": rows(Mentorship, of(person_id), hide=("ended_why", "stuck_at", "stuck_by_id")),
            **parts,
            "own_notes": rows(SessionNote, SessionNote.person_id == person_id),
            "surveys": rows(MentorshipSurvey, MentorshipSurvey.person_id == person_id),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """What is open ends; the other keeps what the two wrote together, and a mentee gets their question back."""
        for mentorship in db.session.scalars(select(Mentorship).where(of(person_id)).with_for_update()):
            leave(mentorship, person_id, keep=keep)
        db.session.execute(delete(SessionNote).where(SessionNote.person_id == person_id))
        mine = MentorshipSurvey.person_id == person_id
        emptied = {"words": ""} if keep else {"words": "", "thanks": ""}
        db.session.execute(update(MentorshipSurvey).where(mine).values(**emptied))


def of(person_id: int) -> Any:
    """SQL: a mentorship in which the person is."""
    return or_(Mentorship.mentor_id == person_id, Mentorship.mentee_id == person_id)


def leave(mentorship: Mentorship, person_id: int, *, keep: bool) -> None:
    if mentorship.state is MentorshipState.PROPOSED:
        close(mentorship, MentorshipState.DECLINED, person_id)
    elif mentorship.state is MentorshipState.ACTIVE:
        close(mentorship, MentorshipState.ENDED, person_id)
        mentorship.ended_why = LEFT
        if not is_mentee(mentorship, person_id):
            need_anew(mentorship)
    if mentorship.ended_by_id == person_id and mentorship.ended_why != LEFT:
        mentorship.ended_why = ""
    if mentorship.proposed_by_id == person_id and not keep:
        mentorship.words = ""
    mentorship.version += 1

"""The agreement: goals, how often they meet, the path. Who writes it anew agrees to it, and the other agrees again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.mentorships import changes
from ion.mentorships.policies import has_agreed, is_mentee
from ion.mentorships.services.holding import NOT_ACTIVE, allowed, held, note, refuse_apart
from ion.mentorships.services.refusals import Refused, Stale
from ion.models import (
    MentoringPath,
    Mentorship,
    MentorshipGoal,
    MentorshipState,
    MentorshipStep,
    PathStep,
)

BEGUN = "This mentorship has begun: its agreement stands."
NO_GOAL = "Agree on one goal at least."
NOT_RATED = "Say for each goal where you stand today."


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in words, and where the mentee stands today from 1 to 5 (None: not said)."""

    words: str
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the two agree on. `path_name` is that of a path that is offered, or empty."""

    goals: Sequence[Goal]
    cadence: str = ""
    path_name: str = ""
    ends_on: date | None = None


def write(
    id: int, person_id: int, agreement: Agreement, *, version: int, what: str = changes.AGREEMENT
) -> Mentorship:
    """Write the agreement, and agree to it; the other is asked (again). `version` is that of the mentorship as it was
    read. Raises Stale, Refused, NotThere."""
    mentorship = proposed(id, person_id, version)
    allowed(agreement.cadence, *(goal.words for goal in agreement.goals))
    if not agreement.goals:
        raise Refused(NO_GOAL)
    write_goals(id, agreement.goals)
    mentorship.cadence, mentorship.ends_on = agreement.cadence, agreement.ends_on
    mentorship.path_name = agreement.path_name
    mentorship.mentor_agreed_at = mentorship.mentee_agreed_at = None
    db.session.flush()
    return signed(mentorship, person_id, what=what)


def write_goals(id: int, goals: Sequence[Goal]) -> None:
    """These are the goals from now on; one whose words stay keeps its rating."""
    rated = {}
    for old in goals_of(id):
        rated[old.words] = old.before_rating
        db.session.delete(old)
    for position, goal in enumerate(goals, 1):
        before = goal.before or rated.get(goal.words)
        made = MentorshipGoal(
            mentorship_id=id, position=position, words=goal.words, before_rating=before, progress=0
        )
        db.session.add(made)


def agree(id: int, person_id: int, *, version: int, ratings: Mapping[int, int] | None = None) -> Mentorship:
    """Agree to what the other wrote; `ratings` are the mentee's of the goals (by their ids) today. It begins once both
    agreed; again changes nothing. Raises Stale, Refused, NotThere."""
    mentorship = held(id, person_id)
    if has_agreed(mentorship, person_id):
        return mentorship
    mentorship = proposed(id, person_id, version)
    goals = goals_of(id)
    if not goals:
        raise Refused(NO_GOAL)
    for goal in goals:
        goal.before_rating = (ratings or {}).get(goal.id, goal.before_rating)
    return signed(mentorship, person_id, what=changes.AGREEMENT)


def signed(mentorship: Mentorship, person_id: int, *, what: str) -> Mentorship:
    """Note that the person agreed; begin when both did."""
    at = clock.now()
    if is_mentee(mentorship, person_id):
        if any(goal.before_rating is None for goal in goals_of(mentorship.id)):
            raise Refused(NOT_RATED)
        mentorship.mentee_agreed_at = at
    else:
        mentorship.mentor_agreed_at = at
    if mentorship.mentor_agreed_at and mentorship.mentee_agreed_at:
        begin(mentorship)
        what = changes.BEGAN
    note(mentorship, what, person_id)
    return mentorship


def begin(mentorship: Mentorship) -> None:
    """Both agreed: the steps of the path are copied, so that later changes of it change nothing here."""
    mentorship.state, mentorship.began_at = MentorshipState.ACTIVE, clock.now()
    steps = db.session.scalars(
        select(PathStep)
        .join(MentoringPath, MentoringPath.id == PathStep.path_id)
        .where(MentoringPath.name == mentorship.path_name)
        .order_by(PathStep.position)
    )
    for position, step in enumerate(steps, 1):
        db.session.add(
            MentorshipStep(
                mentorship_id=mentorship.id,
                position=position,
                title=step.title,
                agenda=step.agenda,
                item_id=step.item_id,
            )
        )


def decline(id: int, person_id: int) -> Mentorship:
    """Do not begin it, or take one's own proposal back; again changes nothing. Raises Refused, NotThere."""
    mentorship = held(id, person_id)
    if mentorship.state is MentorshipState.DECLINED:
        return mentorship
    if mentorship.state is not MentorshipState.PROPOSED:
        raise Refused(BEGUN)
    mentorship.state, mentorship.ended_at = MentorshipState.DECLINED, clock.now()
    mentorship.ended_by_id = person_id
    note(mentorship, changes.DECLINED, person_id)
    return mentorship


def proposed(id: int, person_id: int, version: int) -> Mentorship:
    """One that both may still write, as it was read."""
    mentorship = held(id, person_id)
    if mentorship.state is not MentorshipState.PROPOSED:
        raise Refused(BEGUN if mentorship.state is MentorshipState.ACTIVE else NOT_ACTIVE[mentorship.state])
    refuse_apart(mentorship)
    if mentorship.version != version:
        raise Stale
    return mentorship


def goals_of(id: int) -> list[MentorshipGoal]:
    return list(
        db.session.scalars(
            select(MentorshipGoal).where(MentorshipGoal.mentorship_id == id).order_by(MentorshipGoal.position)
        )
    )

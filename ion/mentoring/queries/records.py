"""Who mentors, and what they have done here, where they show it."""

from dataclasses import dataclass

from sqlalchemy import Integer, bindparam, func, select

from ion.core import reading, tallies
from ion.models import MentoringRequest, MentorProfile, Mentorship, MentorshipState

PERSON_ID = bindparam("id", type_=Integer)
SHOWN = select(MentorProfile.person_id, MentorProfile.shows_record).where(MentorProfile.ended_at.is_(None))


def consents() -> dict[int, bool]:
    """Everybody who mentors, and whether they show what they have done."""

    def read() -> dict[int, bool]:
        return {row.person_id: row.shows_record for row in reading.rows(SHOWN)}

    return tallies.recall("mentor", "consents", read)


def is_mentor(person_id: int) -> bool:
    """Whether a person mentors, paused or not."""
    return person_id in consents()


def shows_record(person_id: int) -> bool:
    """Whether a mentor shows what they have done."""
    return consents().get(person_id, False)


HELD = (
    select(func.count())
    .select_from(MentoringRequest)
    .where(MentoringRequest.mentor_id == PERSON_ID, MentoringRequest.held_at.is_not(None))
)
COMPLETED = (
    select(func.count())
    .select_from(Mentorship)
    .where(Mentorship.mentor_id == PERSON_ID, Mentorship.state == MentorshipState.COMPLETED)
)
RECORD = select(HELD.scalar_subquery().label("held"), COMPLETED.scalar_subquery().label("completed"))


@dataclass(frozen=True, slots=True)
class Record:
    """What a mentor has done here: conversations that took place, and mentorships that were completed."""

    conversations: int
    mentorships: int


def record_of(person_id: int) -> Record:
    """What a mentor has done here."""
    row = reading.rows(RECORD, id=person_id).one()
    return Record(row.held, row.completed)

"""How much of mentoring waits for ION staff."""

from dataclasses import dataclass

from sqlalchemy import func, select

from ion.core import reading
from ion.core.mentoring.pending import is_stuck
from ion.mentorships.queries.health import quiet
from ion.models import MentoringNeed

STUCK = select(func.count()).select_from(MentoringNeed).where(is_stuck())


@dataclass(frozen=True, slots=True)
class WaitingForStaff:
    """Questions that nobody is asked at present, and mentorships that are quiet or stuck."""

    questions: int
    mentorships: int


def waiting() -> WaitingForStaff:
    return WaitingForStaff(int(reading.rows(STUCK).scalar_one()), len(quiet()))

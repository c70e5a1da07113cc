"""Room for conversations over all mentors at once; `ion.core.mentoring.openings` says the same of some of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, case, func, or_, select, union_all

from ion.core import clock, reading
from ion.core.mentoring import month_of, today_of
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.models import GroupCall, MentoringRequest, MentorProfile, Person, RequestState, WhoMayAsk

OLDER, NEWER = bindparam("older", type_=Date), bindparam("newer", type_=Date)
"""Where months just change, it is one month for some mentors and the next one for others: the first days of both."""
TAKEN = union_all(
    select(MentoringRequest.mentor_id, MentoringRequest.accepted_on.label("day")).where(
        MentoringRequest.state == RequestState.ACCEPTED,
        MentoringRequest.accepted_on >= OLDER,
        MentoringRequest.group_call_id.is_(None),
    ),
    select(GroupCall.mentor_id, GroupCall.offered_on.label("day")).where(
        GroupCall.offered_on >= OLDER, GroupCall.cancelled_at.is_(None)
    ),
).subquery()
COUNTS = (
    select(
        TAKEN.c.mentor_id,
        func.count().label("older"),
        func.sum(case((TAKEN.c.day >= NEWER, 1), else_=0)).label("newer"),
    )
    .group_by(TAKEN.c.mentor_id)
    .subquery()
)
IS_ACTIVE = and_(MentorProfile.ended_at.is_(None), MentorProfile.paused_at.is_(None))
ROOM = (
    select(
        MentorProfile.person_id,
        MentorProfile.monthly_limit,
        MentorProfile.away_until,
        Person.zone,
        COUNTS.c.older,
        COUNTS.c.newer,
    )
    .join(Person, Person.id == MentorProfile.person_id)
    .join(COUNTS, COUNTS.c.mentor_id == MentorProfile.person_id, isouter=True)
    .where(IS_ACTIVE)
)
PERHAPS_SHUT = ROOM.where(
    or_(MentorProfile.away_until > OLDER, COUNTS.c.older >= MentorProfile.monthly_limit)
)
OFFERED = ROOM.where(MentorProfile.who_may_ask != WhoMayAsk.COHORTS, PERSON_SEEN, HAS_LOGIN)


@dataclass(frozen=True, slots=True)
class Months:
    """The first days of the months that it may be somewhere now; both are the same on most days."""

    older: date
    newer: date


def months() -> Months:
    today, day = clock.now().date(), timedelta(days=1)
    return Months(month_of(today - day), month_of(today + day))


def read(statement: Select[*tuple[Any, ...]], **more: Any) -> dict[int, int]:
    """The openings of each mentor that the statement finds."""
    now = months()
    rows = reading.rows(statement, older=now.older, newer=now.newer, **more).all()
    days = {zone: today_of(zone) for zone in {row.zone for row in rows}}
    return {row.person_id: room_of(row, now, days[row.zone]) for row in rows}


def room_of(row: Any, now: Months, today: date) -> int:
    if row.away_until is not None and row.away_until > today:
        return 0
    taken = row.newer if month_of(today) == now.newer else row.older
    return max(int(row.monthly_limit) - (taken or 0), 0)


def shut() -> frozenset[int]:
    """The mentors who have neither paused nor ended, and yet may not be asked now: full this month, or away."""
    return frozenset(id for id, openings in read(PERHAPS_SHUT).items() if not openings)


def offered(scopes: frozenset[str]) -> dict[int, int]:
    """The openings of every mentor who may be asked by requests and whom a holder of `scopes` may see."""
    return read(OFFERED, scopes=sorted(scopes))

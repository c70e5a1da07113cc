"""How many more conversations a mentor takes this month: the limit less what was accepted, in the mentor's own zone."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import bindparam, select

from ion.core import clock, reading
from ion.core.times import zone_named
from ion.models import GroupCall, MentoringRequest, MentorProfile, Person, RequestState

LIMITS = (
    select(
        MentorProfile.person_id,
        MentorProfile.monthly_limit,
        MentorProfile.paused_at,
        MentorProfile.ended_at,
        MentorProfile.away_until,
        Person.zone,
    )
    .join(Person, Person.id == MentorProfile.person_id)
    .where(MentorProfile.person_id.in_(bindparam("ids", expanding=True)))
)
ACCEPTED = select(MentoringRequest.mentor_id, MentoringRequest.accepted_on).where(
    MentoringRequest.mentor_id.in_(bindparam("ids", expanding=True)),
    MentoringRequest.state == RequestState.ACCEPTED,
    MentoringRequest.accepted_on >= bindparam("since"),
    MentoringRequest.group_call_id.is_(None),
)
CALLS = select(GroupCall.mentor_id, GroupCall.offered_on).where(
    GroupCall.mentor_id.in_(bindparam("ids", expanding=True)),
    GroupCall.offered_on >= bindparam("since"),
    GroupCall.cancelled_at.is_(None),
)


def today_of(zone: str) -> date:
    """Which day it is where a person is."""
    return clock.now().astimezone(zone_named(zone)).date()


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def openings(mentor_ids: Collection[int]) -> dict[int, int]:
    """How many more conversations each of these mentors takes this month: 0 for one who is full, away, paused or has
    ended; who is no mentor is not in the answer.

    An accepted request counts in the month of its day in the mentor's zone, a group call once in that of its offer.
    Where the answer decides (accepting), lock the mentor's row first.
    """
    if not mentor_ids:
        return {}
    ids, since = list(mentor_ids), month_of(clock.now().date() - timedelta(days=1))
    mentors = {row.person_id: row for row in reading.rows(LIMITS, ids=ids)}
    months = {id: month_of(today_of(row.zone)) for id, row in mentors.items()}
    left = {id: row.monthly_limit if may_be_asked(row) else 0 for id, row in mentors.items()}
    for statement in (ACCEPTED, CALLS):
        for mentor_id, day in reading.rows(statement, ids=ids, since=since):
            if day >= months[mentor_id]:
                left[mentor_id] -= 1
    return {id: max(number, 0) for id, number in left.items()}


def may_be_asked(row: object) -> bool:
    """Whether a mentor of LIMITS takes requests at all today."""
    away = row.away_until  # type: ignore[attr-defined]
    is_away = away is not None and away > today_of(row.zone)  # type: ignore[attr-defined]
    return not (is_away or row.paused_at or row.ended_at)  # type: ignore[attr-defined]

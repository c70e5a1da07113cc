"""What of mentoring waits for a member: requests to answer, times to choose, mentorships to agree to."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Integer, and_, bindparam, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from ion.core import clock, reading
from ion.core.times import count
from ion.home.queries.work import Task
from ion.models import (
    CallSlot,
    MentoringNeed,
    MentoringRequest,
    Mentorship,
    MentorshipSession,
    MentorshipState,
    Person,
    RequestState,
)
from ion.models.types import UTCDateTime

SHOWN = 3
ME: Any = bindparam("me", type_=Integer)
NOW: Any = bindparam("now", type_=UTCDateTime)
MENTORING, MENTORSHIPS = "/mentoring/requests", "/mentoring/mentorships"
other = aliased(Person)
SIDES = or_(MentoringNeed.mentee_id == ME, MentoringRequest.mentor_id == ME)
ASKED = (
    select(
        literal("asked").label("what"),
        func.count().label("number"),
        func.min(MentoringRequest.id).label("id"),
        literal("").label("name"),
    )
    .select_from(MentoringRequest)
    .where(MentoringRequest.mentor_id == ME, MentoringRequest.state == RequestState.ASKED)
)
slot = aliased(CallSlot)
SETTLED = exists().where(
    slot.request_id == MentoringRequest.id, slot.chosen_at.is_not(None), slot.cancelled_at.is_(None)
)
OFFERED = exists().where(
    CallSlot.request_id == MentoringRequest.id,
    CallSlot.proposed_by_id != ME,
    CallSlot.cancelled_at.is_(None),
    CallSlot.starts_at > NOW,
)
TIMES = (
    select(literal("times"), literal(1), MentoringRequest.id, other.name)
    .join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
    .join(
        other,
        or_(
            and_(MentoringRequest.mentor_id == ME, other.id == MentoringNeed.mentee_id),
            and_(MentoringNeed.mentee_id == ME, other.id == MentoringRequest.mentor_id),
        ),
    )
    .where(SIDES, MentoringRequest.state == RequestState.ACCEPTED, MentoringRequest.held_at.is_(None))
    .where(OFFERED, ~SETTLED)
)
PARTNER = or_(
    and_(Mentorship.mentor_id == ME, other.id == Mentorship.mentee_id),
    and_(Mentorship.mentee_id == ME, other.id == Mentorship.mentor_id),
)
AGREE = (
    select(literal("agree"), literal(1), Mentorship.id, other.name)
    .join(other, PARTNER)
    .where(Mentorship.state == MentorshipState.PROPOSED)
    .where(
        or_(
            and_(Mentorship.mentor_id == ME, Mentorship.mentor_agreed_at.is_(None)),
            and_(Mentorship.mentee_id == ME, Mentorship.mentee_agreed_at.is_(None)),
        )
    )
)
SESSIONS = (
    select(literal("session"), func.count(), Mentorship.id, other.name)
    .join(other, PARTNER)
    .join(MentorshipSession, MentorshipSession.mentorship_id == Mentorship.id)
    .where(Mentorship.state == MentorshipState.ACTIVE)
    .where(
        MentorshipSession.confirmed_at.is_(None),
        MentorshipSession.cancelled_at.is_(None),
        MentorshipSession.proposed_by_id != ME,
        MentorshipSession.starts_at > NOW,
    )
    .group_by(Mentorship.id, other.name)
)
WAITING = union_all(ASKED, TIMES, AGREE, SESSIONS)


def mentoring_tasks(person_id: int) -> list[Task]:
    """What waits for this person, requests first; of the others a few."""
    rows = [row for row in reading.rows(WAITING, me=person_id, now=clock.now()) if row.number]
    return list(asked(rows)) + [in_words(row) for row in rows if row.what != "asked"][:SHOWN]


def asked(rows: list[Any]) -> Iterator[Task]:
    """The line about requests: straight to the only one, else to the list."""
    for row in rows:
        if row.what == "asked":
            words = count(row.number, "person asks", "people ask") + " you for a conversation"
            yield Task(words, f"{MENTORING}/{row.id}" if row.number == 1 else f"{MENTORING}/")


def in_words(row: Any) -> Task:
    if row.what == "times":
        return Task(f"Choose a time to talk with {row.name}", f"{MENTORING}/{row.id}")
    words = "Read and agree to your mentorship" if row.what == "agree" else "Choose a time for your session"
    return Task(f"{words} with {row.name}", f"{MENTORSHIPS}/{row.id}")

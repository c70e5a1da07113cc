"""The mentorships of one person, and the conversation that one may grow out of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.core import clock, reading
from ion.models import (
    MentoringNeed,
    MentoringRequest,
    Mentorship,
    MentorshipSession,
    MentorshipState,
    Person,
    RequestState,
)

other = aliased(Person)
MOST = 200


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A mentorship in the list of one of the two. `waits_for_me`: they have not agreed yet."""

    id: int
    other: str
    is_mentor: bool
    state: MentorshipState
    path_name: str
    began_at: datetime | None
    ended_at: datetime | None
    next_at: datetime | None
    slots: int
    waits_for_me: bool

    @property
    def path(self) -> str:
        return f"/mentoring/mentorships/{self.id}"


def next_session(now: datetime) -> ScalarSelect[Any]:
    """SQL beside Mentorship: when its next confirmed session begins."""
    return (
        select(func.min(MentorshipSession.starts_at))
        .where(
            MentorshipSession.mentorship_id == Mentorship.id,
            MentorshipSession.confirmed_at.is_not(None),
            MentorshipSession.cancelled_at.is_(None),
            MentorshipSession.starts_at > now,
        )
        .correlate(Mentorship)
        .scalar_subquery()
    )


def slots_for(person_id: int, now: datetime) -> ScalarSelect[Any]:
    """SQL beside Mentorship: how many proposed times wait for this person's choice."""
    return (
        select(func.count())
        .where(
            MentorshipSession.mentorship_id == Mentorship.id,
            MentorshipSession.confirmed_at.is_(None),
            MentorshipSession.cancelled_at.is_(None),
            MentorshipSession.starts_at > now,
            or_(MentorshipSession.proposed_by_id.is_(None), MentorshipSession.proposed_by_id != person_id),
        )
        .correlate(Mentorship)
        .scalar_subquery()
    )


def mine(person_id: int) -> list[OwnRow]:
    """The person's mentorships, what is open first, the newest of each state first."""
    now = clock.now()
    order = {MentorshipState.PROPOSED: 0, MentorshipState.ACTIVE: 1}
    rows = db.session.execute(
        select(
            Mentorship,
            other.name.label("other"),
            next_session(now).label("next_at"),
            slots_for(person_id, now).label("slots"),
        )
        .join(
            other,
            or_(other.id == Mentorship.mentor_id, other.id == Mentorship.mentee_id) & (other.id != person_id),
        )
        .where(or_(Mentorship.mentor_id == person_id, Mentorship.mentee_id == person_id))
        .order_by(Mentorship.proposed_at.desc(), Mentorship.id.desc())
        .limit(MOST)
    )
    found = [own_row(row.Mentorship, row.other, row.next_at, row.slots, person_id) for row in rows]
    return sorted(found, key=lambda row: order.get(row.state, 2))


def own_row(row: Mentorship, name: str, next_at: datetime | None, slots: int, person_id: int) -> OwnRow:
    agreed_at = row.mentor_agreed_at if row.mentor_id == person_id else row.mentee_agreed_at
    return OwnRow(
        id=row.id,
        other=name,
        is_mentor=row.mentor_id == person_id,
        state=row.state,
        path_name=row.path_name,
        began_at=row.began_at,
        ended_at=row.ended_at,
        next_at=next_at,
        slots=slots if row.state is MentorshipState.ACTIVE else 0,
        waits_for_me=row.state is MentorshipState.PROPOSED and agreed_at is None,
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """The conversation that a mentorship may grow out of, for one of its two. `open_id`: the one they have already."""

    request_id: int
    mentor_id: int
    mentee_id: int
    other: str
    question: str
    is_mentor: bool
    open_id: int | None


GROUND = select(
    MentoringRequest.id,
    MentoringRequest.mentor_id,
    MentoringNeed.mentee_id,
    MentoringNeed.question,
).join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)


def ground(request_id: int, person_id: int) -> Ground | None:
    """An accepted request that the person is of; None for everything else."""
    row = reading.rows(
        GROUND.where(
            MentoringRequest.id == request_id,
            MentoringRequest.state == RequestState.ACCEPTED,
            or_(MentoringRequest.mentor_id == person_id, MentoringNeed.mentee_id == person_id),
        )
    ).one_or_none()
    if row is None:
        return None
    is_mentor = row.mentor_id == person_id
    open_id = db.session.scalar(
        select(Mentorship.id)
        .where(
            Mentorship.mentor_id == row.mentor_id,
            Mentorship.mentee_id == row.mentee_id,
            Mentorship.state.in_((MentorshipState.PROPOSED, MentorshipState.ACTIVE)),
        )
        .limit(1)
    )
    name = db.session.scalar(
        select(Person.name).where(Person.id == (row.mentee_id if is_mentor else row.mentor_id))
    )
    return Ground(row.id, row.mentor_id, row.mentee_id, name or "", row.question, is_mentor, open_id)

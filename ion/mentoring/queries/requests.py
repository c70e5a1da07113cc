"""Requests as their two sides see them, in lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, exists, select
from sqlalchemy.orm import aliased

from ion.core import clock, reading
from ion.mentoring import standings
from ion.models import CallSlot, GroupCall, MentoringNeed, MentoringRequest, Person, RequestState

MOST = 100
"""Requests that a list shows of each side: those that wait first, then the newest."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for a mentor's answer; `expires_at` is when the next choice is asked instead."""

    id: int
    path: str
    mentee: str
    question: str
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request in a list; `name` is the other's, `starts_at` when the call is, where both know.

    `waits_for_me` says that the reader is the one to do something.
    """

    id: int
    path: str
    name: str
    question: str
    state: RequestState
    chip: str
    asked_at: datetime | None
    expires_at: datetime | None
    starts_at: datetime | None
    waits_for_me: bool
    is_invited: bool

    @property
    def is_open(self) -> bool:
        return self.state in (RequestState.ASKED, RequestState.PLANNED)


mentee, mentor = aliased(Person), aliased(Person)
ME = bindparam("person_id", type_=Integer)
CHOSEN = (
    select(CallSlot.starts_at)
    .where(
        CallSlot.request_id == MentoringRequest.id,
        CallSlot.chosen_at.is_not(None),
        CallSlot.cancelled_at.is_(None),
    )
    .limit(1)
    .correlate(MentoringRequest)
    .scalar_subquery()
)
TO_CHOOSE = exists().where(
    CallSlot.request_id == MentoringRequest.id,
    CallSlot.proposed_by_id != ME,
    CallSlot.chosen_at.is_(None),
    CallSlot.cancelled_at.is_(None),
    CallSlot.starts_at > bindparam("now"),
)
ROWS = (
    select(
        MentoringRequest.id,
        MentoringRequest.state,
        MentoringRequest.asked_at,
        MentoringRequest.expires_at,
        MentoringRequest.group_call_id,
        MentoringRequest.mentor_id,
        MentoringNeed.question,
        mentee.name.label("mentee"),
        mentor.name.label("mentor"),
        CHOSEN.label("chosen"),
        GroupCall.starts_at.label("group_at"),
        TO_CHOOSE.label("to_choose"),
    )
    .join(MentoringNeed, MentoringNeed.id == MentoringRequest.need_id)
    .join(mentee, mentee.id == MentoringNeed.mentee_id)
    .join(mentor, mentor.id == MentoringRequest.mentor_id)
    .join(GroupCall, GroupCall.id == MentoringRequest.group_call_id, isouter=True)
)
IS_OPEN = MentoringRequest.state.in_([RequestState.ASKED, RequestState.PLANNED])
TO_ME = ROWS.where(MentoringRequest.mentor_id == ME, MentoringRequest.asked_at.is_not(None))
OF_MINE = ROWS.where(MentoringNeed.mentee_id == ME)
WAITING = (
    TO_ME.where(MentoringRequest.state == RequestState.ASKED, MentoringRequest.group_call_id.is_(None))
    .order_by(MentoringRequest.expires_at, MentoringRequest.id)
    .limit(bindparam("most"))
)


def in_order(statement: Any) -> Any:
    newest = MentoringRequest.asked_at.desc(), MentoringRequest.id.desc()
    return statement.order_by(IS_OPEN.desc(), *newest).limit(MOST)


MINE_AS_MENTOR, MINE_AS_MENTEE = in_order(TO_ME), in_order(OF_MINE)


def waiting(person_id: int, most: int = 5) -> list[Waiting]:
    """Requests that wait for this mentor's answer, the one that expires first ahead; empty for who is no mentor."""
    rows = reading.rows(WAITING, person_id=person_id, most=most, now=clock.now())
    return [
        Waiting(row.id, path_of(row.id), row.mentee, row.question, row.asked_at, row.expires_at)
        for row in rows
    ]


def as_mentor(person_id: int) -> list[RequestRow]:
    """Requests that were put to this mentor: those that wait first, then the newest."""
    rows = reading.rows(MINE_AS_MENTOR, person_id=person_id, now=clock.now())
    return [drawn(row, is_mentor=True) for row in rows]


def as_mentee(person_id: int) -> list[RequestRow]:
    """Requests of this mentee, planned ones too: those that wait first, then the newest."""
    rows = reading.rows(MINE_AS_MENTEE, person_id=person_id, now=clock.now())
    return [drawn(row, is_mentor=False) for row in rows]


def path_of(request_id: int) -> str:
    """Where a request stands."""
    return f"/mentoring/requests/{request_id}"


def drawn(row: Row[Any], *, is_mentor: bool) -> RequestRow:
    is_asked = row.state is RequestState.ASKED
    is_invited = is_asked and row.group_call_id is not None
    return RequestRow(
        id=row.id,
        path=path_of(row.id),
        name=row.mentee if is_mentor else row.mentor,
        question=row.question,
        state=row.state,
        chip=standings.chip(row.state, is_invited=is_invited),
        asked_at=row.asked_at,
        expires_at=row.expires_at if is_asked else None,
        starts_at=(row.group_at or row.chosen) if row.state is RequestState.ACCEPTED else None,
        waits_for_me=(is_asked and is_invited != is_mentor)
        or (row.state is RequestState.ACCEPTED and row.to_choose and row.chosen is None),
        is_invited=is_invited,
    )

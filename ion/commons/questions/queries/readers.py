"""What one reader alone sees: own questions, what was voted for, and, for moderators, who asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, bindparam, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from ion.commons.questions.policies import HELD, Reader, version
from ion.core import reading
from ion.models import Person, PollVote, Question, QuestionState, QuestionVote, Registration, User

MOST_HELD = 20
"""Held questions that a moderator is shown at once, the oldest first."""
ITEM = bindparam("item_id", type_=Integer)
VOTER = bindparam("voter", type_=String)
OWN_STATES = (HELD, QuestionState.REFUSED, QuestionState.MERGED)


@dataclass(frozen=True, slots=True)
class Own:
    """A question of the reader's that the others do not see (any more)."""

    id: int
    text: str
    state: QuestionState
    reason: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reader stands with an item's questions: which are own, which voted for, which choice of each poll."""

    mine: frozenset[int] = frozenset()
    voted: frozenset[int] = frozenset()
    own: Sequence[Own] = ()
    chosen: Mapping[int, int] = field(default_factory=dict)


NOBODY = Standing()
vote = aliased(QuestionVote)
HAS_VOTED = exists().where(vote.question_id == Question.id, vote.voter == VOTER)


def is_own(question: Any) -> ColumnElement[bool]:
    """SQL: the reader asked it. A visitor's ids are 0, which nobody has."""
    return or_(
        question.user_id == bindparam("user_id", type_=Integer),
        question.registration_id == bindparam("registration_id", type_=Integer),
    )


MINE = (
    select(
        Question.id,
        Question.text,
        Question.state,
        Question.reason,
        Question.asked_at,
        Question.merged_into_id,
        func.coalesce(is_own(Question), false()).label("is_mine"),
        HAS_VOTED.label("has_voted"),
    )
    .where(Question.item_id == ITEM, or_(is_own(Question), HAS_VOTED))
    .order_by(Question.asked_at, Question.id)
)
CHOSEN = select(PollVote.poll_id, PollVote.choice).where(
    PollVote.voter == VOTER, PollVote.poll_id.in_(bindparam("ids", expanding=True))
)


def standing(item_id: int, reader: Reader, poll_ids: Collection[int]) -> Standing:
    """How the reader stands with the questions of an item and these polls."""
    if not reader.voter:
        return NOBODY
    asked = {
        "item_id": item_id,
        "user_id": reader.user_id,
        "registration_id": reader.registration_id,
        "voter": reader.voter,
    }
    rows = reading.rows(MINE, **asked).all()
    chosen = reading.rows(CHOSEN, voter=reader.voter, ids=list(poll_ids)) if poll_ids else ()
    mine = {row.id for row in rows if row.is_mine}
    joined = {row.merged_into_id for row in rows if row.is_mine and row.state is QuestionState.MERGED}
    return Standing(
        mine=frozenset(mine | joined - {None}),
        voted=frozenset(row.id for row in rows if row.has_voted),
        own=[own_question(row) for row in rows if row.is_mine and row.state in OWN_STATES],
        chosen={row.poll_id: row.choice for row in chosen},
    )


def own_question(row: Any) -> Own:
    return Own(row.id, row.text, row.state, row.reason, row.asked_at)


@dataclass(frozen=True, slots=True)
class Known:
    """What a moderator knows of a question besides what everyone sees. `path` is empty where the asker has no page."""

    id: int
    text: str
    state: QuestionState
    votes: int
    asked_at: datetime
    asker: str
    owner: str
    joined: int
    decided_at: datetime | None

    @property
    def version(self) -> str:
        """What a decision about this question says that it has seen."""
        return version(self.state, self.decided_at)


asking, asker = aliased(User), aliased(Person)
owning, owner = aliased(User), aliased(Person)
joined = aliased(Question)
ASKER = func.coalesce(
    asker.name, case((Registration.name != "", Registration.name)), Registration.email, Question.asker
)
"""SQL: who asked, in words; needs `known_statement`'s joins."""


def known_statement(*more: Any) -> Any:
    """The question that moderators ask, for a condition of their own."""
    return (
        select(
            Question.id,
            Question.text,
            Question.state,
            Question.votes,
            Question.asked_at,
            ASKER.label("asker"),
            owner.name.label("owner"),
            select(func.count(joined.id))
            .where(joined.merged_into_id == Question.id)
            .scalar_subquery()
            .label("joined"),
            Question.decided_at,
            *more,
        )
        .join(asking, asking.id == Question.user_id, isouter=True)
        .join(asker, asker.id == asking.person_id, isouter=True)
        .join(Registration, Registration.id == Question.registration_id, isouter=True)
        .join(owning, owning.id == Question.owner_id, isouter=True)
        .join(owner, owner.id == owning.person_id, isouter=True)
    )


OLDEST_HELD = (
    select(Question.id)
    .where(Question.item_id == ITEM, Question.state == HELD)
    .order_by(Question.asked_at, Question.id)
    .limit(MOST_HELD)
    .correlate(None)
)
KNOWN = (
    known_statement()
    .where(or_(Question.id.in_(bindparam("ids", expanding=True)), Question.id.in_(OLDEST_HELD)))
    .order_by(Question.asked_at, Question.id)
)


def known(item_id: int, ids: Collection[int]) -> dict[int, Known]:
    """What moderators know of these questions, and of the oldest that are held, in the order they were asked."""
    return {row.id: known_of(row) for row in reading.rows(KNOWN, item_id=item_id, ids=list(ids))}


def known_of(row: Any) -> Known:
    return Known(
        id=row.id,
        text=row.text,
        state=row.state,
        votes=row.votes,
        asked_at=row.asked_at,
        asker=row.asker or "Somebody who left",
        owner=row.owner or "",
        joined=row.joined,
        decided_at=row.decided_at,
    )

"""What everyone sees of an item's questions and polls: a page of them, remembered until the sheet's version rises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select

from ion.base.extensions import db
from ion.commons.questions.policies import ANSWERED, HELD, OPEN, SEEN_STATES
from ion.commons.questions.queries.polls import ShownPoll, shown_polls
from ion.core import reading
from ion.core.memory import Memory
from ion.core.transcripts import clock_words
from ion.models import Question, QuestionState

PER_PAGE = 20
REMEMBERED = 200
ITEM = bindparam("item_id", type_=Integer)


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as everyone sees it: nothing of who asked."""

    id: int
    text: str
    state: QuestionState
    votes: int
    asked_at: datetime
    answer_html: str
    second: int | None

    @property
    def is_open(self) -> bool:
        return self.state is OPEN

    @property
    def minute(self) -> str:
        """When it was answered live, as a player shows it; empty where it was not."""
        return "" if self.second is None else clock_words(self.second)


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the questions that everyone sees, open ones first, and every poll. `held` counts what waits."""

    rows: Sequence[Shown]
    polls: Sequence[ShownPoll]
    open: int
    answered: int
    held: int
    number: int

    @property
    def total(self) -> int:
        return self.open + self.answered


EMPTY = Board((), (), 0, 0, 0, 1)
TOTALS = select(Question.state, func.count()).where(Question.item_id == ITEM).group_by(Question.state)
ORDER = ((Question.state == ANSWERED), Question.votes.desc(), Question.asked_at, Question.id)
ROWS = (
    select(
        Question.id,
        Question.text,
        Question.state,
        Question.votes,
        Question.asked_at,
        Question.answer_html,
        Question.second,
    )
    .where(Question.item_id == ITEM, Question.state.in_(SEEN_STATES))
    .order_by(*ORDER)
    .offset(bindparam("offset"))
    .limit(PER_PAGE)
)
_memory: Memory[Board] = Memory(REMEMBERED)


def board(item_id: int, version: int, number: int = 1) -> Board:
    """The page of that number (beyond the last is the last) of an item's questions, as of `version` or later."""
    if not version:
        return EMPTY
    key = (db.engine, item_id, version, number)
    found = _memory.get(key)
    if found is None:
        found = read(item_id, number)
        _memory.keep(key, found)
    return found


def read(item_id: int, number: int) -> Board:
    totals: dict[QuestionState, int] = {row[0]: row[1] for row in reading.rows(TOTALS, item_id=item_id)}
    total = sum(totals.get(state, 0) for state in SEEN_STATES)
    number = min(number, max(1, -(-total // PER_PAGE)))
    rows = reading.rows(ROWS, item_id=item_id, offset=(number - 1) * PER_PAGE).all() if total else ()
    return Board(
        rows=[Shown(*row) for row in rows],
        polls=shown_polls(item_id),
        open=totals.get(OPEN, 0),
        answered=totals.get(ANSWERED, 0),
        held=totals.get(HELD, 0),
        number=number,
    )


def page_number(question: Question) -> int:
    """On which page of its item's questions one stands that everyone sees."""
    ids = (
        select(Question.id)
        .where(Question.item_id == question.item_id, Question.state.in_(SEEN_STATES))
        .order_by(*ORDER)
    )
    for at, row in enumerate(reading.rows(ids)):
        if row.id == question.id:
            return at // PER_PAGE + 1
    return 1

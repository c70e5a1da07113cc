"""What ION staff see of questions across all items, and what each owner looks after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, func, or_, select

from ion.commons.questions.policies import HELD, OPEN, WAITING_STATES
from ion.commons.questions.queries.readers import Known, known_of, known_statement
from ion.core import clock, items, reading
from ion.core.access import MEMBERS, PUBLIC, SEEN, STAFF_ONLY
from ion.models import Item, Question, Webinar
from ion.models.types import UTCDateTime

PATH = "/staff/questions"
SCOPES = frozenset({PUBLIC, MEMBERS, STAFF_ONLY})
"""What all ION staff may see, whatever their grants: counts and lists are the same for all of them."""
NOW = bindparam("now", type_=UTCDateTime)
OVER = or_(Webinar.item_id.is_(None), Webinar.ends_at <= NOW)
"""SQL: the item has no time of its own, or its time is over."""


class Which(StrEnum):
    """Which questions the desk lists."""

    HELD = "held"
    OPEN = "open"
    NOBODY = "nobody"
    MINE = "mine"


def condition(which: Which) -> ColumnElement[bool]:
    """SQL over Question, Item and Webinar; `mine` needs the parameter `user_id`."""
    chosen: dict[Which, ColumnElement[bool]] = {
        Which.HELD: Question.state == HELD,
        Which.OPEN: Question.state == OPEN,
        Which.NOBODY: and_(Question.state.in_(WAITING_STATES), Question.owner_id.is_(None), OVER),
        Which.MINE: and_(
            Question.state.in_(WAITING_STATES), Question.owner_id == bindparam("user_id", type_=Integer)
        ),
    }
    return chosen[which]


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A question on the desk: what moderators know of it, and the item it is about."""

    known: Known
    item_id: int
    title: str
    path: str
    is_over: bool
    age: str


def waiting_condition(at: datetime) -> ColumnElement[bool]:
    """SQL over Question: it waits for somebody, being held, or still open after its item's time was over."""
    over = select(Webinar.item_id).where(Webinar.ends_at <= at)
    timed = select(Webinar.item_id)
    is_late = or_(Question.item_id.in_(over), Question.item_id.not_in(timed))
    return or_(Question.state == HELD, and_(Question.state == OPEN, is_late))


def among(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Question)
        .join(Item, and_(Item.id == Question.item_id, SEEN))
        .join(Webinar, Webinar.item_id == Question.item_id, isouter=True)
    )


TOTALS = among(
    *(func.count(case((condition(which), 1))).label(which) for which in Which),
).where(Question.state.in_(WAITING_STATES))


def totals(user_id: int, scopes: frozenset[str] = SCOPES) -> Mapping[Which, int]:
    """How many questions each list has; `mine` are those of the user."""
    row = reading.rows(TOTALS, scopes=sorted(scopes), now=clock.now(), user_id=user_id).one()._mapping
    return {which: int(row[which]) for which in Which}


@cache
def statement(which: Which) -> Any:
    """The list's question, built once: the oldest first."""
    return (
        known_statement(Question.item_id, OVER.label("is_over"))
        .join(Item, and_(Item.id == Question.item_id, SEEN))
        .join(Webinar, Webinar.item_id == Question.item_id, isouter=True)
        .where(condition(which))
        .order_by(Question.asked_at, Question.id)
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
    )


def rows(
    which: Which, user_id: int, *, offset: int, limit: int, scopes: frozenset[str] = SCOPES
) -> Sequence[DeskRow]:
    """Questions that wait, the oldest first, of items that a holder of `scopes` may see."""
    asked: dict[str, Any] = {"scopes": sorted(scopes), "now": clock.now(), "offset": offset, "limit": limit}
    if which is Which.MINE:
        asked["user_id"] = user_id
    found = reading.rows(statement(which), **asked).all()
    places = items.subjects({row.item_id for row in found}, scopes)
    return [desk_row(row, places[row.item_id]) for row in found if row.item_id in places]


def desk_row(row: Any, place: Any) -> DeskRow:
    return DeskRow(known_of(row), row.item_id, place.title, place.path, bool(row.is_over), age(row.asked_at))


def age(asked_at: datetime) -> str:
    """How long ago, in the largest whole unit."""
    seconds = int((clock.now() - asked_at).total_seconds())
    for size, one, many in ((86400, "day", "days"), (3600, "hour", "hours"), (60, "minute", "minutes")):
        if seconds >= size:
            number = seconds // size
            return f"{number:,} {one if number == 1 else many}"
    return "less than a minute"

"""Which webinars, and how many: the filter of the list, the counts beside it, and until when they are right."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, literal, select

from ion.base.extensions import db
from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.models import Item, ItemState, ItemTerm, Recording, Registration, Standing, Webinar
from ion.models.types import UTCDateTime

KIND = "webinar"
PATH = "/webinars/"
MONTH = PATH + "month"
UPCOMING, PAST = "upcoming", "past"
FACETS = ("topic", "role", "state")

LISTED = (
    Item.id,
    Item.slug,
    Item.title,
    Item.is_sample,
    Webinar.starts_at,
    Webinar.ends_at,
    Webinar.zone,
    Webinar.length_minutes,
    Webinar.cancelled_at,
)
"""What every list of webinars reads of each."""
NOW = bindparam("now", type_=UTCDateTime)
RECORDED = exists().where(Recording.webinar_id == Webinar.item_id, Recording.published_at.is_not(None))
"""SQL: a recording of it may be watched."""
SEATS = (
    select(func.count())
    .where(Registration.webinar_id == Webinar.item_id, Registration.state == Standing.REGISTERED)
    .correlate(Webinar)
    .scalar_subquery()
)
IS_FULL = case((Webinar.capacity.is_(None), False), else_=Webinar.capacity <= SEATS)
"""SQL: all of its places are taken."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which webinars: still to come (and under way), past or ("") of any time, of one value of each facet, for whom."""

    scopes: frozenset[str]
    when: str = UPCOMING
    topic: str = ""
    series: str = ""
    role: str = ""
    state: str = ""
    recorded: bool = False
    archived: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        """What `condition` leaves to be filled in when its statement is executed."""
        return {
            "scopes": sorted(self.scopes),
            "now": clock.now(),
            "topic": self.topic,
            "series": self.series,
            "role": self.role,
            "state": self.state,
        }

    @property
    def shape(self) -> tuple[str, ...]:
        """Which parts the filter has. Filters of one shape share their statements."""
        parts = [self.when, *(name for name in ("series", *FACETS) if getattr(self, name))]
        return (*parts, *(name for name in ("recorded", "archived") if getattr(self, name)))


def condition(shape: tuple[str, ...]) -> ColumnElement[bool]:
    """SQL over Item and Webinar for filters of a shape; a part that is left out narrows nothing."""
    parts = [Item.kind == KIND, SEEN]
    if UPCOMING in shape:
        parts.append(Webinar.ends_at > NOW)
    if PAST in shape:
        parts.append(Webinar.ends_at <= NOW)
    if "archived" not in shape:
        parts.append(CURRENT)
    if "series" in shape:
        parts.append(Webinar.series == bindparam("series"))
    if "recorded" in shape:
        parts.append(RECORDED)
    for facet in FACETS:
        if facet in shape:
            about = select(ItemTerm.item_id).where(ItemTerm.facet == facet, ItemTerm.key == bindparam(facet))
            parts.append(Item.id.in_(about))
    return and_(*parts)


def next_turn() -> datetime | None:
    """When the next webinar begins or ends, or its registration does; None when none is to come.

    As long as no webinar changes, this instant names the time between two turns: what is remembered under it is
    right until the second, and asked for again from then on.
    """

    def read() -> list[datetime]:
        rows = db.session.execute(
            select(Webinar.starts_at, Webinar.ends_at, Webinar.opens_at, Webinar.closes_at)
            .join(Item, Item.id == Webinar.item_id)
            .where(Item.state == ItemState.PUBLISHED, Webinar.ends_at > clock.now())
        )
        return sorted({instant for row in rows for instant in row if instant})

    turns = tallies.recall(KIND, "turns", read)
    at = bisect_right(turns, clock.now())
    return turns[at] if at < len(turns) else None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many webinars a filter leaves: of its own time, of each time, and what more or less there would be."""

    chosen: int
    upcoming: int
    past: int
    archived: int
    recorded: int


@cache
def totals_statement(shape: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Counts over both times, in one question built once; archived ones apart."""
    ahead, is_current = Webinar.ends_at > NOW, CURRENT
    groups = {
        "upcoming": and_(ahead, is_current),
        "past": and_(~ahead, is_current),
        "upcoming_archived": and_(ahead, ~is_current),
        "past_archived": and_(~ahead, ~is_current),
        "upcoming_recorded": and_(ahead, is_current, RECORDED),
        "past_recorded": and_(~ahead, is_current, RECORDED),
    }
    counted = [func.count(case((among, 1))).label(name) for name, among in groups.items()]
    return (
        select(*counted)
        .join_from(Item, Webinar, Webinar.item_id == Item.id)
        .where(condition((*shape, "archived")))
    )


def totals(chosen: Filter) -> Totals:
    """The counts above and beside the list."""
    every = replace(chosen, when="", archived=False)

    def tally() -> Totals:
        row = reading.rows(totals_statement(every.shape), **chosen.parameters).one()._mapping
        archived = row[f"{chosen.when}_archived"]
        return Totals(
            chosen=row[chosen.when] + (archived if chosen.archived else 0),
            upcoming=row["upcoming"],
            past=row["past"],
            archived=archived,
            recorded=row[f"{chosen.when}_recorded"],
        )

    return tallies.recall(KIND, ("totals", chosen, next_turn()), tally)


@cache
def terms_statement(shape: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """How many webinars each value of each facet has, most first.

    Not a join: SQLite would look up the item of every term of every kind, at four times the cost.
    """
    number = func.count()
    chosen = select(Item.id).join(Webinar, Webinar.item_id == Item.id).where(condition(shape))
    return (
        select(ItemTerm.facet, ItemTerm.key, number)
        .where(ItemTerm.facet.in_(FACETS), ItemTerm.item_id.in_(chosen))
        .group_by(ItemTerm.facet, ItemTerm.key)
        .order_by(number.desc(), ItemTerm.key)
    )


@cache
def series_statement(shape: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """How many webinars each series has, most first."""
    number = func.count()
    return (
        select(literal("series"), Webinar.series, number)
        .join_from(Item, Webinar, Webinar.item_id == Item.id)
        .where(condition(shape), Webinar.series != "")
        .group_by(Webinar.series)
        .order_by(number.desc(), Webinar.series)
    )


def facet_totals(chosen: Filter, facet: str) -> Mapping[str, int]:
    """How many webinars each value of a facet (or each series) has, most first; the chosen one does not narrow them."""
    change: dict[str, Any] = {facet: ""}
    freed = replace(chosen, **change)
    statement = series_statement if facet == "series" else terms_statement

    def tally() -> dict[str, dict[str, int]]:
        counted: dict[str, dict[str, int]] = {}
        for counted_facet, key, number in reading.rows(statement(freed.shape), **freed.parameters):
            counted.setdefault(counted_facet, {})[key] = number
        return counted

    counted = tallies.recall(KIND, (statement.__name__, freed, next_turn()), tally)
    return counted.get(facet, {})

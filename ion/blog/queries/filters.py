"""Which posts, and how many: the filter of the blog's list and the counts beside it."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, bindparam, func, select

from ion.base.extensions import db
from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.models import Item, ItemTerm, Post
from ion.models.types import UTCDateTime

KIND = "post"
ZONE = ZoneInfo("America/New_York")
"""Months of the archive are months of this zone: the site's own."""


class Shape(NamedTuple):
    """Which parts a filter has. Filters of one shape share their statements."""

    topic: bool = False
    month: bool = False
    form: bool = False
    series: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Which posts: of a topic, a month ("2026-11"), a form, a series; with or without archived ones; for whom."""

    scopes: frozenset[str]
    topic: str = ""
    month: str = ""
    archived: bool = False
    form: str = ""
    series: str = ""

    @property
    def parameters(self) -> dict[str, Any]:
        """What `condition` leaves to be filled in when its statement is executed."""
        begin, end = month_bounds(self.month) if self.month else (None, None)
        return {
            "scopes": sorted(self.scopes),
            "now": clock.now(),
            "topic": self.topic,
            "form": self.form,
            "series": self.series,
            "month_begins": begin,
            "month_ends": end,
        }

    @property
    def shape(self) -> Shape:
        return Shape(bool(self.topic), bool(self.month), bool(self.form), bool(self.series), self.archived)


def condition(shape: Shape) -> ColumnElement[bool]:
    """SQL for filters of a shape; leave a part out for counts that it must not narrow (its own)."""
    parts = [Item.kind == KIND, SEEN]
    if not shape.archived:
        parts.append(CURRENT)
    for facet in ("topic", "series"):
        if getattr(shape, facet):
            having = select(ItemTerm.item_id)
            having = having.where(ItemTerm.facet == facet, ItemTerm.key == bindparam(facet))
            parts.append(Item.id.in_(having))
    if shape.form:
        parts.append(Item.id.in_(select(Post.item_id).where(Post.form == bindparam("form"))))
    if shape.month:
        begin, end = bindparam("month_begins", type_=UTCDateTime), bindparam("month_ends", type_=UTCDateTime)
        parts += [Item.published_at >= begin, Item.published_at < end]
    return and_(*parts)


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """The instants at which a month such as "2026-11" begins and ends in ZONE."""
    year, number = (int(part) for part in month.split("-"))
    following = (year + number // 12, number % 12 + 1)
    begin, end = datetime(year, number, 1, tzinfo=ZONE), datetime(*following, 1, tzinfo=ZONE)
    return begin.astimezone(UTC), end.astimezone(UTC)


def month_totals(chosen: Filter) -> dict[str, int]:
    """How many posts each month has, newest month first; the chosen month does not narrow them."""
    others = replace(chosen, month="")

    def tally() -> dict[str, int]:
        asked = select(Item.published_at).where(condition(others.shape))
        instants = db.session.scalars(asked, others.parameters)
        counted = Counter(month_of(at) for at in instants if at)
        return {f"{year}-{month:02}": n for (year, month), n in sorted(counted.items(), reverse=True)}

    return tallies.recall(KIND, ("months", others), tally)


def month_of(at: datetime) -> tuple[int, int]:
    """Year and month of an instant in ZONE; in the midst of a month they are the same everywhere."""
    local = at if 1 < at.day < 28 else at.astimezone(ZONE)
    return local.year, local.month


def topic_totals(chosen: Filter) -> dict[str, int]:
    """How many posts each topic has, most first; the chosen topic does not narrow them."""
    others = replace(chosen, topic="")

    def tally() -> dict[str, int]:
        number = func.count()
        # SQLite answers a join here three times as slowly: it looks up the item of every term of every kind.
        posts = select(Item.id).where(condition(others.shape))
        rows = db.session.execute(
            select(ItemTerm.key, number)
            .where(ItemTerm.facet == "topic", ItemTerm.item_id.in_(posts))
            .group_by(ItemTerm.key)
            .order_by(number.desc(), ItemTerm.key),
            others.parameters,
        )
        return {key: total for key, total in rows}

    return tallies.recall(KIND, ("topics", others), tally)


def form_totals(chosen: Filter) -> dict[str, int]:
    """How many posts each form has; the chosen form does not narrow them."""
    others = replace(chosen, form="")

    def tally() -> dict[str, int]:
        posts = select(Item.id).where(condition(others.shape))
        asked = select(Post.form, func.count()).where(Post.item_id.in_(posts)).group_by(Post.form)
        return {form: number for form, number in db.session.execute(asked, others.parameters)}

    return tallies.recall(KIND, ("forms", others), tally)


def archived_total(chosen: Filter) -> int:
    """How many more posts there are when archived ones are included."""
    every = replace(chosen, archived=True)

    def tally() -> int:
        asked = select(func.count()).select_from(Item).where(condition(every.shape), ~CURRENT)
        return int(reading.rows(asked, **every.parameters).scalar_one())

    return tallies.recall(KIND, ("archived", every), tally)


def total(chosen: Filter) -> int:
    """How many posts the filter leaves."""
    months = month_totals(chosen)
    return months.get(chosen.month, 0) if chosen.month else sum(months.values())


def years(months: dict[str, int]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Months with their counts, by year, newest first."""
    return [
        (year, [(month, months[month]) for month in group])
        for year, group in groupby(months, key=lambda month: month[:4])
    ]

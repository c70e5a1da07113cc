"""Which posts, and how many: the filter of the blog's list and the counts beside it."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, bindparam, func, select

from ion.base.extensions import db
from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.models import Item, ItemTerm
from ion.models.types import UTCDateTime

KIND = "post"
ZONE = ZoneInfo("America/New_York")
"""Months of the archive are months of this zone: the site's own."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which posts: of a topic, of a month ("2026-11"), with or without archived ones, for whom."""

    scopes: frozenset[str]
    topic: str = ""
    month: str = ""
    archived: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        """What `condition` leaves to be filled in when its statement is executed."""
        begin, end = month_bounds(self.month) if self.month else (None, None)
        return {
            "scopes": sorted(self.scopes),
            "now": clock.now(),
            "topic": self.topic,
            "month_begins": begin,
            "month_ends": end,
        }

    @property
    def shape(self) -> tuple[bool, bool, bool]:
        """Which parts the filter has: topic, month, archived. Filters of one shape share their statements."""
        return bool(self.topic), bool(self.month), self.archived


def condition(topic: bool, month: bool, archived: bool) -> ColumnElement[bool]:
    """SQL for filters of a shape; leave a part out for counts that it must not narrow (its own)."""
    parts = [Item.kind == KIND, SEEN]
    if not archived:
        parts.append(CURRENT)
    if topic:
        about = select(ItemTerm.item_id).where(ItemTerm.facet == "topic", ItemTerm.key == bindparam("topic"))
        parts.append(Item.id.in_(about))
    if month:
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

    def tally() -> dict[str, int]:
        asked = select(Item.published_at).where(condition(bool(chosen.topic), False, chosen.archived))
        instants = db.session.scalars(asked, chosen.parameters)
        counted = Counter(month_of(at) for at in instants if at)
        return {f"{year}-{month:02}": n for (year, month), n in sorted(counted.items(), reverse=True)}

    return tallies.recall(KIND, ("months", chosen.scopes, chosen.topic, chosen.archived), tally)


def month_of(at: datetime) -> tuple[int, int]:
    """Year and month of an instant in ZONE; in the midst of a month they are the same everywhere."""
    local = at if 1 < at.day < 28 else at.astimezone(ZONE)
    return local.year, local.month


def topic_totals(chosen: Filter) -> dict[str, int]:
    """How many posts each topic has, most first; the chosen topic does not narrow them."""

    def tally() -> dict[str, int]:
        number = func.count()
        # SQLite answers a join here three times as slowly: it looks up the item of every term of every kind.
        posts = select(Item.id).where(condition(False, bool(chosen.month), chosen.archived))
        rows = db.session.execute(
            select(ItemTerm.key, number)
            .where(ItemTerm.facet == "topic", ItemTerm.item_id.in_(posts))
            .group_by(ItemTerm.key)
            .order_by(number.desc(), ItemTerm.key),
            chosen.parameters,
        )
        return {key: total for key, total in rows}

    return tallies.recall(KIND, ("topics", chosen.scopes, chosen.month, chosen.archived), tally)


def archived_total(chosen: Filter) -> int:
    """How many more posts there are when archived ones are included."""

    def tally() -> int:
        asked = select(func.count()).select_from(Item)
        asked = asked.where(condition(bool(chosen.topic), bool(chosen.month), True), ~CURRENT)
        return int(reading.rows(asked, **chosen.parameters).scalar_one())

    return tallies.recall(KIND, ("archived", chosen.scopes, chosen.topic, chosen.month), tally)


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

"""Series: posts that belong together, and a post's place among them."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, select

from ion.blog.queries.filters import KIND, Shape, condition
from ion.blog.queries.rows import OLDEST, ORDERS, PATH
from ion.core import clock, reading, tallies
from ion.models import Item, Series


class Part(NamedTuple):
    """A post in its series."""

    id: int
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post stands in its series; `number` counts from 1, `parts` are all that the reader may see."""

    key: str
    name: str
    path: str
    number: int
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return len(self.parts)

    @property
    def feed_path(self) -> str:
        return series_feed(self.key)

    @property
    def previous(self) -> Part | None:
        return self.parts[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> Part | None:
        return self.parts[self.number] if self.number < self.total else None


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """A series as its own page shows it; `total` counts the posts that the reader may see."""

    key: str
    path: str
    name: str
    summary: str
    total: int

    @property
    def feed_path(self) -> str:
        return series_feed(self.key)


def series_path(key: str) -> str:
    return f"{PATH}series/{key}"


def series_feed(key: str) -> str:
    return f"{PATH}feed.atom?series={key}"


PARTS = (
    select(Item.id, Item.slug, Item.title)
    .where(condition(Shape(series=True, archived=True)))
    .order_by(*ORDERS[OLDEST])
)
"""Archived parts too: what is left of a series without them would be hard to follow."""
SERIES = select(Series.name, Series.summary).where(Series.key == bindparam("key"))


def parts_of(key: str, scopes: frozenset[str]) -> tuple[Part, ...]:
    """The posts of a series that a holder of `scopes` may see, in the order they were posted, archived ones too."""

    def read() -> tuple[Part, ...]:
        rows = reading.rows(PARTS, series=key, scopes=sorted(scopes), now=clock.now())
        return tuple(Part(row.id, PATH + row.slug, row.title) for row in rows)

    return tallies.recall(KIND, ("parts", key, scopes), read)


def place_of(id: int, key: str, scopes: frozenset[str]) -> Place | None:
    """The place of a post in the series of that key; None where it is part of none."""
    found = named(key) if key else None
    if found is None:
        return None
    parts = parts_of(key, scopes)
    numbers = {part.id: number for number, part in enumerate(parts, 1)}
    return Place(key, found[0], series_path(key), numbers[id], parts) if id in numbers else None


def series_page(key: str, scopes: frozenset[str]) -> SeriesPage | None:
    """The series of that key, None where there is none or the reader may see no post of it."""
    found = named(key)
    parts = parts_of(key, scopes) if found else ()
    return SeriesPage(key, series_path(key), *found, len(parts)) if found and parts else None


def named(key: str) -> tuple[str, str] | None:
    """Name and summary of a series."""

    def read() -> tuple[str, str] | None:
        row = reading.rows(SERIES, key=key).one_or_none()
        return (row.name, row.summary) if row else None

    return tallies.recall("topic", ("series", key), read)

"""Webinars to come: those that a member saved, and the next one of all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select

from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.models import Item, SavedItem, Webinar
from ion.models.types import UTCDateTime

SHOWN = 3
A_DAY = timedelta(hours=24)
AHEAD = 20
AHEAD_FOR = timedelta(minutes=10)
"""The next AHEAD webinars are remembered so long: not as many end in that time."""


@dataclass(frozen=True, slots=True)
class Date:
    """A webinar to come; `why` is empty where it is nobody's in particular."""

    id: int
    title: str
    path: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    why: str
    is_sample: bool

    @property
    def is_within_a_day(self) -> bool:
        return self.starts_at - clock.now() <= A_DAY


def to_come(limit: int) -> Select[*tuple[Any, ...]]:
    """Webinars that are not over. Their kind is not asked for: SQLite would then read all webinars by it first."""
    return (
        select(
            Item.id,
            Item.title,
            Item.slug,
            Item.is_sample,
            Webinar.starts_at,
            Webinar.ends_at,
            Webinar.zone,
        )
        .join(Webinar, Webinar.item_id == Item.id)
        .where(SEEN, CURRENT, Webinar.cancelled_at.is_(None))
        .where(Webinar.ends_at > bindparam("now", type_=UTCDateTime))
        .order_by(Webinar.starts_at, Item.id)
        .limit(limit)
    )


NEXT = to_come(AHEAD)
SAVED = (
    to_come(SHOWN)
    .join(SavedItem, SavedItem.item_id == Item.id)
    .where(SavedItem.user_id == bindparam("user_id"))
)


def date_of(row: Any, why: str = "") -> Date:
    path = f"/webinars/{row.slug}"
    return Date(row.id, row.title, path, row.starts_at, row.ends_at, row.zone, why, row.is_sample)


def next_webinar(scopes: frozenset[str]) -> Date | None:
    """The first of all webinars that are not over."""

    def read() -> list[Date]:
        return [date_of(row) for row in reading.rows(NEXT, scopes=sorted(scopes), now=clock.now())]

    ahead = tallies.recall("webinar", ("ahead", scopes), read, lasts=AHEAD_FOR)
    at = clock.now()
    return next((date for date in ahead if date.ends_at > at), None)


def dates(user_id: int, scopes: frozenset[str]) -> list[Date]:
    """The next webinars the member saved; where none is, the next one of all."""
    rows = reading.rows(SAVED, user_id=user_id, scopes=sorted(scopes), now=clock.now())
    saved = [date_of(row, "You saved this") for row in rows]
    return saved or [date for date in (next_webinar(scopes),) if date]

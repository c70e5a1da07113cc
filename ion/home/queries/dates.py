"""Webinars to come: those that a member registered for or saved, and the next one of all."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, or_, select

from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.models import Item, Registration, SavedItem, Standing, Webinar
from ion.models.types import UTCDateTime

SHOWN = 3
A_DAY = timedelta(hours=24)
AHEAD = 20
AHEAD_FOR = timedelta(minutes=10)
"""The next AHEAD webinars are remembered so long: not as many end in that time."""


@dataclass(frozen=True, slots=True)
class Date:
    """A webinar to come; `why` is empty where it is nobody's in particular. `standing` is that of the member's own
    registration; `moved_up` says that it had to wait for its seat."""

    id: int
    title: str
    path: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    why: str
    is_sample: bool
    standing: Standing | None = None
    moved_up: bool = False

    @property
    def is_within_a_day(self) -> bool:
        return self.starts_at - clock.now() <= A_DAY

    @property
    def is_registered(self) -> bool:
        return self.standing is Standing.REGISTERED


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
USER = bindparam("user_id", type_=Integer)
OWN = (
    to_come(SHOWN)
    .add_columns(Registration.state.label("standing"), Registration.was_waiting)
    .join(SavedItem, and_(SavedItem.item_id == Item.id, SavedItem.user_id == USER), isouter=True)
    .join(
        Registration,
        and_(
            Registration.webinar_id == Item.id,
            Registration.user_id == USER,
            Registration.state.in_((Standing.REGISTERED, Standing.WAITING)),
        ),
        isouter=True,
    )
    .where(
        or_(
            Item.id.in_(select(SavedItem.item_id).where(SavedItem.user_id == USER)),
            Item.id.in_(select(Registration.webinar_id).where(Registration.user_id == USER)),
        ),
        or_(SavedItem.item_id.is_not(None), Registration.id.is_not(None)),
    )
)
WHY = {Standing.REGISTERED: "You are registered", Standing.WAITING: "You are on the waiting list"}


def date_of(row: Any) -> Date:
    path = f"/webinars/{row.slug}"
    return Date(row.id, row.title, path, row.starts_at, row.ends_at, row.zone, "", row.is_sample)


def own_date(row: Any) -> Date:
    why = WHY.get(row.standing, "You saved this")
    moved_up = bool(row.was_waiting) and row.standing is Standing.REGISTERED
    return replace(date_of(row), why=why, standing=row.standing, moved_up=moved_up)


def next_webinar(scopes: frozenset[str]) -> Date | None:
    """The first of all webinars that are not over."""

    def read() -> list[Date]:
        return [date_of(row) for row in reading.rows(NEXT, scopes=sorted(scopes), now=clock.now())]

    ahead = tallies.recall("webinar", ("ahead", scopes), read, lasts=AHEAD_FOR)
    at = clock.now()
    return next((date for date in ahead if date.ends_at > at), None)


def dates(user_id: int, scopes: frozenset[str]) -> list[Date]:
    """The next webinars the member registered for or saved; where none is, the next one of all."""
    rows = reading.rows(OWN, user_id=user_id, scopes=sorted(scopes), now=clock.now())
    return [own_date(row) for row in rows] or [date for date in (next_webinar(scopes),) if date]

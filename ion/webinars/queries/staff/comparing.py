"""Past webinars beside each other: who registered, who was there, how they were rated."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from ion.core import clock, reading
from ion.models import Item, Webinar
from ion.webinars.queries.staff import counts
from ion.webinars.queries.staff.figures import Turnout
from ion.webinars.queries.staff.listing import STAFF_PATH, known_to, out
from ion.webinars.when import Times

PERIOD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Compared:
    """A past webinar in numbers. `present` counts everyone who was there, callers by phone too, and is None where that
    is not known; `turnout` is about who had registered; `rating` is the average, None where nobody gave one."""

    id: int
    title: str
    times: Times
    turnout: Turnout
    present: int | None
    rating: float | None
    ratings: int

    @property
    def path(self) -> str:
        return f"{STAFF_PATH}{self.id}/figures"


def compared_ones(scopes: frozenset[str]) -> ColumnElement[bool]:
    """SQL over Item and Webinar: took place here within the last twelve months, with registration."""
    at: datetime = clock.now()
    return and_(
        known_to(scopes),
        out(),
        Webinar.takes_registration,
        Webinar.cancelled_at.is_(None),
        Webinar.ends_at <= at,
        Webinar.ends_at > at - PERIOD,
    )


def compared_total(scopes: frozenset[str]) -> int:
    asked = select(func.count()).select_from(Item).join(Webinar).where(compared_ones(scopes))
    return int(reading.rows(asked).scalar_one())


def compared(scopes: frozenset[str], *, offset: int = 0, limit: int | None = None) -> list[Compared]:
    """Webinars of the last twelve months, the last first."""
    rows = reading.rows(
        select(
            Item.id,
            Item.title,
            Webinar.starts_at,
            Webinar.ends_at,
            Webinar.zone,
            Webinar.length_minutes,
        )
        .join(Webinar, Webinar.item_id == Item.id)
        .where(compared_ones(scopes))
        .order_by(Webinar.starts_at.desc(), Item.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    found = counts.of_comparison([row.id for row in rows])
    return [beside(row, found[row.id]) for row in rows]


def beside(row: Any, number: Counter[str]) -> Compared:
    is_known, ratings = counts.ATTENDED in number or counts.REPORTS in number, number[counts.OPINIONS]
    return Compared(
        id=row.id,
        title=row.title,
        times=Times.of(row),
        turnout=Turnout(number[counts.EXPECTED], number[counts.CAME]),
        present=number[counts.ATTENDED] if is_known else None,
        rating=number[counts.STARS] / ratings if ratings else None,
        ratings=ratings,
    )

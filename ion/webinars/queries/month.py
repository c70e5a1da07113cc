"""Webinars between two instants, for a calendar: little of each, and never too many at once."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from ion.core import reading, tallies
from ion.models import Item, Webinar
from ion.models.types import UTCDateTime
from ion.webinars.queries.filters import KIND, LISTED, PATH, Filter, condition
from ion.webinars.when import Times

MOST = 5_000
"""So many webinars of one stretch of time are read at most."""

SINCE = bindparam("since", type_=UTCDateTime)
UNTIL = bindparam("until", type_=UTCDateTime)


class MonthEntry(NamedTuple):
    """A webinar as a calendar shows it."""

    path: str
    title: str
    times: Times
    is_cancelled: bool
    is_sample: bool


@cache
def between_statement(shape: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return (
        select(*LISTED)
        .join(Webinar, Webinar.item_id == Item.id)
        .where(condition(shape), Webinar.starts_at < UNTIL, Webinar.ends_at > SINCE)
        .order_by(Webinar.starts_at, Item.id)
        .limit(MOST)
    )


def month_entries(chosen: Filter, since: datetime, until: datetime) -> list[MonthEntry]:
    """The webinars of the filter that go on at some moment between two instants, the first first; from memory until
    any webinar changes."""

    def read() -> list[MonthEntry]:
        asked = chosen.parameters | {"since": since, "until": until}
        return [
            MonthEntry(
                path=PATH + row.slug,
                title=row.title,
                times=Times.of(row),
                is_cancelled=row.cancelled_at is not None,
                is_sample=row.is_sample,
            )
            for row in reading.rows(between_statement(chosen.shape), **asked)
        ]

    return tallies.recall(KIND, ("between", chosen, since, until), read)


@cache
def nearest_statement(shape: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    starts = select(Webinar.starts_at).join(Item, Item.id == Webinar.item_id).where(condition(shape))
    before = starts.where(Webinar.starts_at < SINCE).order_by(Webinar.starts_at.desc()).limit(1)
    after = starts.where(Webinar.starts_at >= UNTIL).order_by(Webinar.starts_at).limit(1)
    return select(before.scalar_subquery().label("before"), after.scalar_subquery().label("after"))


def nearest(chosen: Filter, since: datetime, until: datetime) -> tuple[datetime | None, datetime | None]:
    """When the last webinar before and the first one after a stretch of time begin."""

    def read() -> tuple[datetime | None, datetime | None]:
        asked = chosen.parameters | {"since": since, "until": until}
        row = reading.rows(nearest_statement(chosen.shape), **asked).one()
        return row.before, row.after

    return tallies.recall(KIND, ("nearest", chosen, since, until), read)

"""Every webinar that is out, as ION staff look after them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from ion.core import clock, reading
from ion.models import Item, ItemState, PlatformReport, Standing, Webinar
from ion.models.recording import ReportKind
from ion.webinars.phases import Phase, phase_of
from ion.webinars.queries.filters import KIND, LISTED, PATH
from ion.webinars.queries.staff import counts
from ion.webinars.when import Times

STAFF_PATH = "/staff/webinars/"
REPORTS_ASKED = timedelta(days=30)
"""So long after a webinar the desk asks for the report of who was there."""


class Tab(StrEnum):
    """A part of the list."""

    UPCOMING = "upcoming"
    TO_DO = "to-do"
    PAST = "past"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class WebinarLine:
    """A webinar as the list of ION staff shows it. `attended` None is not known; `held`, recordings held back."""

    id: int
    path: str
    title: str
    times: Times
    phase: Phase
    takes_registration: bool
    capacity: int | None
    has_join_link: bool
    registered: int
    waiting: int
    interested: int
    attended: int | None
    shown: int
    held: int
    is_sample: bool

    @property
    def desk(self) -> str:
        return f"{STAFF_PATH}{self.id}"

    @property
    def is_over(self) -> bool:
        return self.phase is Phase.PAST


def known_to(scopes: frozenset[str]) -> ColumnElement[bool]:
    """SQL over Item: a webinar that a holder of `scopes` may know of, whatever its state."""
    return and_(Item.kind == KIND, Item.audience.in_(sorted(scopes)))


def waits_for_link(at: datetime) -> ColumnElement[bool]:
    """SQL over Webinar: people register for it, and none of them could join."""
    return and_(Webinar.ends_at > at, Webinar.join_url == "")


def waits_for_report(at: datetime) -> ColumnElement[bool]:
    """SQL over Webinar: it is over, and nobody loaded the report of who was there."""
    loaded = exists().where(
        PlatformReport.webinar_id == Webinar.item_id, PlatformReport.kind == ReportKind.ATTENDANCE
    )
    return and_(Webinar.ends_at <= at, Webinar.ends_at > at - REPORTS_ASKED, ~loaded)


def waits(at: datetime) -> ColumnElement[bool]:
    """SQL over Item and Webinar: ION staff have something to do for it."""
    due = or_(waits_for_link(at), waits_for_report(at))
    return and_(out(), Webinar.cancelled_at.is_(None), Webinar.takes_registration, due)


def out() -> ColumnElement[bool]:
    return and_(Item.kind == KIND, Item.state == ItemState.PUBLISHED)


def conditions(at: datetime) -> dict[Tab, ColumnElement[bool]]:
    """SQL over Item and Webinar: what each tab holds."""
    takes_place = Webinar.cancelled_at.is_(None)
    return {
        Tab.UPCOMING: and_(out(), takes_place, Webinar.ends_at > at),
        Tab.TO_DO: waits(at),
        Tab.PAST: and_(out(), takes_place, Webinar.ends_at <= at),
        Tab.CANCELLED: and_(out(), Webinar.cancelled_at.is_not(None)),
    }


def tab_totals(scopes: frozenset[str]) -> dict[Tab, int]:
    """How many webinars each tab has."""
    held = conditions(clock.now())
    asked = select(*(func.count().filter(condition).label(tab) for tab, condition in held.items()))
    row = reading.rows(asked.select_from(Item).join(Webinar).where(known_to(scopes), out())).one()
    return {tab: int(number) for tab, number in zip(held, row, strict=True)}


def waiting_total() -> Any:
    """SQL: how many webinars wait for ION staff, for the door that leads to them."""
    asked = select(func.count()).select_from(Item).join(Webinar).where(waits(clock.now()))
    return asked.scalar_subquery()


def lines(tab: Tab, scopes: frozenset[str], *, offset: int, limit: int) -> list[WebinarLine]:
    """Webinars of a tab: of what is to come or waits the first in time first, else the last first."""
    at = clock.now()
    is_ahead = tab in (Tab.UPCOMING, Tab.TO_DO)
    order = (Webinar.starts_at, Item.id) if is_ahead else (Webinar.starts_at.desc(), Item.id.desc())
    rows = reading.rows(
        select(
            *LISTED,
            Webinar.takes_registration,
            Webinar.capacity,
            Webinar.join_url,
        )
        .join(Webinar, Webinar.item_id == Item.id)
        .where(known_to(scopes), conditions(at)[tab])
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    ).all()
    found = counts.of_list([row.id for row in rows])
    return [line(row, found[row.id], at) for row in rows]


def line(row: Any, number: dict[str, int], at: datetime) -> WebinarLine:
    is_known = counts.REPORTS in number or counts.ATTENDED in number
    return WebinarLine(
        id=row.id,
        path=PATH + row.slug,
        title=row.title,
        times=Times.of(row),
        phase=phase_of(row.starts_at, row.ends_at, row.cancelled_at, at),
        takes_registration=row.takes_registration,
        capacity=row.capacity,
        has_join_link=bool(row.join_url),
        registered=number[Standing.REGISTERED],
        waiting=number[Standing.WAITING],
        interested=number[counts.INTERESTED],
        attended=number[counts.ATTENDED] if is_known else None,
        shown=number[counts.SHOWN],
        held=number[counts.HELD],
        is_sample=row.is_sample,
    )

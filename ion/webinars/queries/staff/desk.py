"""One webinar as its staff desk shows it: its facts, the decks about it, and every number of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from ion.core import clock, reading
from ion.core.decks import PATH as DECKS
from ion.models import Attendance, Deck, Item, ItemState, PlatformReport, Webinar
from ion.models.recording import ReportKind
from ion.webinars.phases import Phase, phase_of
from ion.webinars.queries.filters import PATH
from ion.webinars.queries.staff import counts
from ion.webinars.queries.staff.listing import STAFF_PATH, known_to
from ion.webinars.when import Times


@dataclass(frozen=True, slots=True)
class StaffWebinar:
    """A webinar for its staff pages. `path` is its readers' page, empty while it is not out. `is_attendance_known`:
    it is over, and a report or check-ins say who was there."""

    id: int
    path: str
    title: str
    state: ItemState
    times: Times
    phase: Phase
    takes_registration: bool
    capacity: int | None
    has_join_link: bool
    opens_at: datetime | None
    closes_at: datetime | None
    asks: list[dict[str, Any]]
    cancelled_note: str
    is_attendance_known: bool
    is_sample: bool

    @property
    def desk(self) -> str:
        return f"{STAFF_PATH}{self.id}"

    @property
    def is_ahead(self) -> bool:
        return self.phase in (Phase.UPCOMING, Phase.LIVE)

    @property
    def is_over(self) -> bool:
        """Whether it took place and has ended."""
        return self.phase is Phase.PAST


LOADED = select(PlatformReport.id).where(
    PlatformReport.webinar_id == Webinar.item_id, PlatformReport.kind == ReportKind.ATTENDANCE
)
CHECKED_IN = select(Attendance.id).where(Attendance.webinar_id == Webinar.item_id)
KNOWN = or_(LOADED.exists(), CHECKED_IN.exists())


def staff_webinar(id: int, scopes: frozenset[str]) -> StaffWebinar | None:
    """The webinar of that id whatever its state, or None where the reader may not know of one."""
    row = reading.rows(
        select(
            Item.slug,
            Item.title,
            Item.state,
            Item.is_sample,
            Webinar.starts_at,
            Webinar.ends_at,
            Webinar.zone,
            Webinar.length_minutes,
            Webinar.cancelled_at,
            Webinar.cancelled_note,
            Webinar.takes_registration,
            Webinar.capacity,
            Webinar.join_url,
            Webinar.opens_at,
            Webinar.closes_at,
            Webinar.asks,
            KNOWN.label("is_attendance_known"),
        )
        .join(Webinar, Webinar.item_id == Item.id)
        .where(Item.id == id, known_to(scopes))
    ).one_or_none()
    return drawn(id, row) if row else None


def drawn(id: int, row: Any) -> StaffWebinar:
    phase = phase_of(row.starts_at, row.ends_at, row.cancelled_at, clock.now())
    return StaffWebinar(
        id=id,
        path=PATH + row.slug if row.state == ItemState.PUBLISHED else "",
        title=row.title,
        state=row.state,
        times=Times.of(row),
        phase=phase,
        takes_registration=row.takes_registration,
        capacity=row.capacity,
        has_join_link=bool(row.join_url),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        asks=row.asks or [],
        is_attendance_known=row.is_attendance_known and phase is Phase.PAST,
        cancelled_note=row.cancelled_note,
        is_sample=row.is_sample,
    )


def numbers(id: int) -> Counter[str]:
    """Every number of the webinar, by the names of ion.webinars.queries.staff.counts."""
    return counts.of_desk(id)


@dataclass(frozen=True, slots=True)
class StaffDeck:
    """A deck about a webinar: `path` is its readers' page, empty while it is not out."""

    id: int
    title: str
    path: str


def decks(id: int) -> list[StaffDeck]:
    """The decks about a webinar, withdrawn ones left out."""
    rows = reading.rows(
        select(Item.id, Item.title, Item.slug, Item.state)
        .join(Deck, Deck.item_id == Item.id)
        .where(Deck.about_id == id, Item.state != ItemState.WITHDRAWN)
        .order_by(Item.id)
    )
    return [
        StaffDeck(row.id, row.title, DECKS + row.slug if row.state == ItemState.PUBLISHED else "")
        for row in rows
    ]

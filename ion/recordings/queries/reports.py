"""Reports of platforms: what is loaded, who is registered, and how columns were read before."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select

from ion.base.extensions import db
from ion.core import reading
from ion.models import (
    Attendance,
    Person,
    PlatformReport,
    Presence,
    Registration,
    ReportColumns,
    ReportKind,
    Standing,
    User,
)
from ion.recordings.meanings import Columns, guessed, plain
from ion.recordings.people import Registrant

WAITING = "waiting-"
"""Before the kind of a report whose columns are not chosen yet: nobody counts it."""
LABELS = {
    ReportKind.ATTENDANCE: "Attendance",
    ReportKind.QUESTIONS: "Questions and answers",
    ReportKind.POLLS: "Polls",
    ReportKind.CAPTIONS: "Captions",
}


class LoadedReport(NamedTuple):
    """A report that was loaded, or waits for its columns."""

    id: int
    kind: ReportKind
    name: str
    loaded_at: datetime
    by: str | None
    row_count: int
    is_waiting: bool
    unknown: list[dict[str, Any]]

    @property
    def label(self) -> str:
        return LABELS[self.kind]


def reports_of(webinar_id: int) -> list[LoadedReport]:
    """The reports of a webinar, by kind, with who loaded them."""
    rows = reading.rows(
        select(
            PlatformReport.id,
            PlatformReport.kind,
            PlatformReport.name,
            PlatformReport.loaded_at,
            Person.name.label("by"),
            PlatformReport.row_count,
            PlatformReport.unknown,
        )
        .join(User, User.id == PlatformReport.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .where(PlatformReport.webinar_id == webinar_id)
        .order_by(PlatformReport.id)
    )
    found = [
        LoadedReport(
            row.id,
            kind_of(row.kind),
            row.name,
            row.loaded_at,
            row.by,
            row.row_count,
            row.kind.startswith(WAITING),
            row.unknown or [],
        )
        for row in rows
    ]
    return sorted(found, key=lambda report: list(ReportKind).index(report.kind))


def kind_of(stored: str) -> ReportKind:
    return ReportKind(stored.removeprefix(WAITING))


def report(id: int, webinar_id: int) -> PlatformReport | None:
    """One report of a webinar."""
    return db.session.scalar(
        select(PlatformReport).where(PlatformReport.id == id, PlatformReport.webinar_id == webinar_id)
    )


def heading_hash(heading: Sequence[str]) -> str:
    """What names a heading: the same columns in the same order, however they are written."""
    return hashlib.sha256("\n".join(map(plain, heading)).encode()).hexdigest()


def columns_for(kind: ReportKind, heading: Sequence[str]) -> tuple[Columns, bool]:
    """What the columns of such a heading mean: as they were chosen last (True), else by their names."""
    kept = db.session.get(ReportColumns, (kind.value, heading_hash(heading)))
    if kept is None:
        return guessed(kind, heading), False
    return {meaning: place for meaning, place in kept.columns.items() if place < len(heading)}, True


def registrants(webinar_id: int) -> list[Registrant]:
    """Everyone who asked to come, but for addresses that nobody confirmed."""
    rows = reading.rows(
        select(
            Registration.id,
            func.coalesce(Person.name, Registration.name).label("name"),
            func.coalesce(User.email, Registration.email).label("email"),
        )
        .join(User, User.id == Registration.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .where(Registration.webinar_id == webinar_id, Registration.state != Standing.PENDING)
        .order_by(Registration.id)
    )
    return [Registrant(row.id, row.name, (row.email or "").casefold()) for row in rows]


class Turnout(NamedTuple):
    """How many have a place and were there or not, who came without one, and who called in by phone."""

    registered: int
    attended: int
    others: int
    callers: int

    @property
    def absent(self) -> int:
        return self.registered - self.attended

    @property
    def is_known(self) -> bool:
        return bool(self.attended or self.others or self.callers)


THERE = select(Attendance.id).where(Attendance.registration_id == Registration.id).exists()


def turnout(webinar_id: int) -> Turnout:
    """Who was there, counted; one question."""
    has_place = Registration.state == Standing.REGISTERED
    came = and_(Registration.state != Standing.REGISTERED, THERE)
    callers = (
        select(func.count())
        .select_from(Attendance)
        .where(Attendance.webinar_id == webinar_id, Attendance.presence == Presence.PHONE)
        .scalar_subquery()
    )
    row = reading.rows(
        select(
            func.count().filter(has_place).label("registered"),
            func.count().filter(and_(has_place, THERE)).label("attended"),
            func.count().filter(came).label("others"),
            callers.label("callers"),
        )
        .select_from(Registration)
        .where(Registration.webinar_id == webinar_id)
    ).one()
    return Turnout(row.registered, row.attended, row.others, row.callers)

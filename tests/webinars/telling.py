"""What registrants are told, as they have it: the worker's rounds, their mails, and what those tell a calendar."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, working
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler
from ion.models import Delivery, Registration, User, Webinar
from ion.webinars.services import rounds
from ion.webinars.tasks import telling as tasks
from ion.webinars.when import Times

HANDLERS = {rounds.TELL: Handler(tasks.tell)}


def work(at: datetime | None = None) -> int:
    """Let a worker tell everyone who is to be told, now or at that instant; how many rounds were finished."""
    with clock.frozen(at or clock.now()):
        return working.run_due(HANDLERS, "crier")


@dataclass(frozen=True)
class Asked:
    """A mail that was asked for."""

    address: str
    kind: str
    template: str
    context: dict[str, Any]

    @property
    def calendar(self) -> Any:
        """The event that its calendar part tells of; None without one."""
        part = self.context.get("calendar")
        return Calendar.from_ical(part["text"]).walk("VEVENT")[0] if part else None

    @property
    def method(self) -> str:
        return str(self.context["calendar"]["method"]) if "calendar" in self.context else ""


def asked(registration: Registration | None = None) -> list[Asked]:
    """All mails that were asked for, oldest first; those to one registrant."""
    db.session.rollback()
    rows = db.session.scalars(select(Delivery).order_by(Delivery.id)).all()
    if registration:
        found = db.session.get_one(Registration, registration.id)
        user = db.session.get(User, found.user_id) if found.user_id else None
        rows = [row for row in rows if row.address == (user.email if user else found.email)]
    return [Asked(row.address, row.kind, row.template.rpartition("/")[2], row.context) for row in rows]


def templates(registration: Registration | None = None) -> list[str]:
    """Which mails were asked for."""
    return [each.template for each in asked(registration)]


def times_of(webinar: Webinar) -> Times:
    return Times(webinar.starts_at, webinar.ends_at, webinar.zone, webinar.length_minutes)


def put_off(webinar: Webinar, by: timedelta) -> Times:
    """Give the webinar another time as publishing does, wall time and all, inside a unit of work; the one before."""
    before = times_of(webinar)
    webinar.starts_at += by
    webinar.ends_at += by
    webinar.starts_local = webinar.starts_at.astimezone(ZoneInfo(webinar.zone)).replace(tzinfo=None)
    webinar.sequence += 1
    return before


def changed(webinar: Webinar, **fields: Any) -> None:
    """Change the webinar's row and nothing else."""
    with unit_of_work() as session:
        found = session.get_one(Webinar, webinar.item_id)
        for name, value in fields.items():
            setattr(found, name, value)

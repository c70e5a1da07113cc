"""Timelines of a webinar for the reminders' property test: what people do, what the clock does, and what is due.

`World` lets the real services do it all. `Oracle` says by its own words who is to be reminded, knowing nothing of
plans and work: it looks at the rows at each instant at which a worker is there.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import AttendeeMail, ItemState, Registration, Standing, Webinar
from ion.webinars import services
from ion.webinars.services import record, telling
from ion.webinars.services.line import Refused
from tests.factories import UserFactory, WebinarFactory
from tests.webinars.telling import times_of, work

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PEOPLE = 3
ROOM_FOR_TWO = {"takes_registration": True, "capacity": 2}
Sent = tuple[int, str, datetime]
EDGES = {
    "America/New_York": ("2026-03-07 20:00", "2026-10-31 20:00"),
    "Europe/London": ("2026-03-28 20:00", "2026-10-24 20:00"),
    "Australia/Lord_Howe": ("2026-04-04 20:00", "2026-10-03 20:00"),
    "Pacific/Kiritimati": ("2026-12-31 20:00",),
}
"""Evenings before the clocks change, and one before nothing."""
PAUSES = {"at once": timedelta(0), "soon": timedelta(minutes=20), "later": timedelta(hours=7)}
AROUND = {
    f"{name}{sign}": (before, timedelta(minutes=minutes))
    for name, before in (("day", DAY), ("hour", HOUR), ("start", timedelta(0)))
    for sign, minutes in (("-", -1), ("", 0), ("+", 1))
}
"""Instants around those that matter: a minute before, the very instant, a minute after."""
PLACES = [(zone, start) for zone, starts in EDGES.items() for start in starts]


@dataclass
class Oracle:
    """Who was to be reminded so far."""

    sent: list[Sent] = field(default_factory=list)

    def look(self, webinar: Webinar, people: list[Registration], at: datetime) -> None:
        """A worker is there at this instant."""
        until = webinar.starts_at - at
        kind = "reminder-24" if HOUR < until <= DAY else "reminder-1" if timedelta(0) < until <= HOUR else ""
        if not kind or webinar.cancelled_at or webinar.item.state is not ItemState.PUBLISHED:
            return
        instant = webinar.starts_at - (DAY if kind == "reminder-24" else HOUR)
        had = {(id, kind_sent) for id, kind_sent, _ in self.sent}
        for person in people:
            comes = person.state is Standing.REGISTERED and person.seated_at and person.seated_at < instant
            if comes and (person.id, kind) not in had:
                self.sent.append((person.id, kind, at))


class World:
    """A webinar with room for two of three people, begun some hours after an evening somewhere."""

    def __init__(self, zone: str, evening: str, hours: int) -> None:
        self.at = datetime.fromisoformat(evening).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        self.oracle, self.is_up = Oracle(), True
        self.deeds: dict[str, Callable[[int], None]] = {
            "register": self.register,
            "give up": self.give_up,
            "come back": self.come_back,
            "move": self.move,
            "cancel": lambda _: record.cancel(self.id, note="", user_id=self.users[0]),
            "revive": lambda _: record.revive(self.id, user_id=self.users[0]),
            "close": lambda _: setattr(self.webinar(), "closes_at", clock.now()),
            "open": lambda _: setattr(self.webinar(), "closes_at", None),
            "withdraw": lambda _: self.show(ItemState.WITHDRAWN),
            "publish": lambda _: self.show(ItemState.PUBLISHED),
        }
        with clock.frozen(self.at):
            starts = (self.at + timedelta(hours=hours)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            made = WebinarFactory(f"{starts:%Y-%m-%d %H:%M}", zone, webinar=ROOM_FOR_TWO)
            self.id = made.item_id
            self.users = [UserFactory().id for _ in range(PEOPLE)]
            with unit_of_work():
                telling.plan(self.webinar())

    def webinar(self) -> Webinar:
        return db.session.get_one(Webinar, self.id)

    def people(self) -> list[Registration]:
        return list(db.session.scalars(select(Registration).where(Registration.webinar_id == self.id)))

    def of(self, person: int) -> int:
        found = [each.id for each in self.people() if each.user_id == self.users[person % PEOPLE]]
        return found[0] if found else 0

    def register(self, person: int) -> None:
        services.register(self.id, user_id=self.users[person % PEOPLE])

    def give_up(self, person: int) -> None:
        services.give_up(self.of(person))

    def come_back(self, person: int) -> None:
        services.undo(self.of(person))

    def move(self, number: int) -> None:
        """Another wall time, as a publisher does it: up to two days later or one earlier."""
        webinar = self.webinar()
        before, zone = times_of(webinar), ZoneInfo(webinar.zone)
        webinar.starts_local += timedelta(hours=number % 72 - 24)
        webinar.starts_at = webinar.starts_local.replace(tzinfo=zone).astimezone(UTC)
        webinar.ends_at = webinar.starts_at + HOUR
        webinar.sequence += 1
        telling.moved(webinar, before)
        telling.plan(webinar)
        services.promote(self.id)

    def show(self, state: ItemState) -> None:
        self.webinar().item.state = state
        telling.plan(self.webinar())

    def step(self, when: str, deed: str, number: int) -> None:
        """Let time pass, then somebody do something; a rule that refuses it changes nothing."""
        self.pass_time(max(self.at, self.instant(when)))
        if deed in ("down", "up"):
            self.is_up = deed == "up"
        elif deed != "nothing":
            with clock.frozen(self.at), suppress(Refused, services.NotThere), unit_of_work():
                self.deeds[deed](number)
        self.tick(self.at)

    def instant(self, when: str) -> datetime:
        """When that is, as things stand."""
        if when in PAUSES:
            return self.at + PAUSES[when]
        before, offset = AROUND[when]
        return self.webinar().starts_at - before + offset

    def pass_time(self, until: datetime) -> None:
        """Up to an instant, with a worker looking whenever a reminder's instant has come."""
        starts_at = self.webinar().starts_at
        for instant in (starts_at - DAY, starts_at - HOUR, starts_at):
            if self.at < instant <= until:
                self.tick(instant)
        self.at = until

    def tick(self, at: datetime) -> None:
        """A worker looks, twice, where one is there."""
        db.session.rollback()
        if self.is_up:
            self.oracle.look(self.webinar(), self.people(), at)
            work(at)
            work(at)

    def sent(self) -> list[Sent]:
        """Who was reminded."""
        db.session.rollback()
        rows = db.session.scalars(
            select(AttendeeMail)
            .join(Registration, Registration.id == AttendeeMail.registration_id)
            .where(Registration.webinar_id == self.id, AttendeeMail.occasion.startswith("reminder-"))
        )
        return sorted((row.registration_id, row.occasion, row.at) for row in rows)

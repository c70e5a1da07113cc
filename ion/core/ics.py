"""Events as an iCalendar file (RFC 5545, RFC 5546): pure, from plain values to bytes.

The wall time and its zone are written as they were chosen, and the file says itself what each zone's clock shows around
the days of its events, so that no calendar has to know the zone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vCalAddress, vDDDTypes, vDuration, vText

PRODUCT = "-//ION//Innovation and Opportunity Network//EN"
LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"[\\;,]")
NOT_IN_NAMES = re.compile(r'["^]')
AROUND = timedelta(days=370)
MINUTE = timedelta(minutes=1)


class Method(StrEnum):
    """What a file asks of a calendar that gets it by mail: to take an event, or to take it away."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody with an address; `name` may be empty."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """What a calendar is told. `starts_local` is naive wall time in `zone` (IANA), with fold 1 for the second of two
    equal ones; the instants are aware.

    `uid` is the same for every version of the event, `sequence` higher for each that changes it; texts are plain.
    A tentative event may not come to pass for whoever has it. `attendee` is the address that is invited, `alarm` how
    long before it a calendar is to ring.
    """

    uid: str
    sequence: int
    starts_local: datetime
    zone: str
    length: timedelta
    summary: str
    description: str
    url: str
    is_cancelled: bool
    changed_at: datetime
    is_tentative: bool = False
    organizer: Mailbox | None = None
    attendee: str = ""
    alarm: timedelta | None = None

    @property
    def status(self) -> str:
        if self.is_cancelled:
            return "CANCELLED"
        return "TENTATIVE" if self.is_tentative else "CONFIRMED"

    @property
    def starts_at(self) -> datetime:
        """Its begin in its own zone, of the two equal ones the one that is meant."""
        return self.starts_local.replace(tzinfo=ZoneInfo(self.zone))

    @property
    def ends_at(self) -> datetime:
        return (self.starts_at.astimezone(UTC) + self.length).astimezone(ZoneInfo(self.zone))


def calendar(
    *events: CalendarEvent, method: Method | None = None, name: str = "", refresh: timedelta | None = None
) -> bytes:
    """The file: CRLF, lines of at most 75 octets, one VTIMEZONE for each TZID in it, one VEVENT for each event.

    `name` is what a calendar calls a file that it reads again and again, `refresh` how often that is worth while.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if method:
        made.add("method", method.value)
    if name:
        made["name"] = made["x-wr-calname"] = one_line(name)
    if refresh:
        made["x-published-ttl"] = vDuration(refresh)
        made["refresh-interval"] = vDuration(refresh, params={"VALUE": "DURATION"})
    for part in (*timezones(events), *map(vevent, events)):
        made.add_component(part)
    return bytes(made.to_ical())


def vevent(event: CalendarEvent) -> Event:
    made = Event()
    made.add("uid", plain(event.uid))
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made["dtstart"], made["dtend"] = told(event.starts_at), told(event.ends_at)
    made.add("sequence", event.sequence)
    made.add("status", event.status)
    made["summary"] = one_line(event.summary)
    made["description"] = Text(plain(event.description))
    made.add("url", event.url)
    if event.organizer:
        made["organizer"] = mailbox(event.organizer.address)
        if event.organizer.name:
            made["organizer"].params["CN"] = NOT_IN_NAMES.sub("", str(one_line(event.organizer.name)))
    if event.attendee:
        made["attendee"] = mailbox(event.attendee)
        made["attendee"].params.update(ATTENDS)
    if event.alarm and not event.is_cancelled:
        made.add_component(valarm(event.alarm, event.summary))
    return made


ATTENDS = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
"""Whoever registered has said already that they come, so nobody waits for an answer of theirs."""


def mailbox(address: str) -> vCalAddress:
    return vCalAddress(f"mailto:{plain(address)}")


def valarm(before: timedelta, summary: str) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("trigger", -before)
    made["description"] = one_line(summary)
    return made


def told(at: datetime) -> vDDDTypes:
    """A time by the clock of its zone; one that it shows twice in UTC: readers differ on which is meant."""
    first, second = (at.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return vDDDTypes(at.astimezone(UTC) if first > second else at)


class Text(vText):
    """Text as it is: the package's own escaping takes a typed \\N for a line end."""

    def to_ical(self) -> bytes:
        return ESCAPED.sub(r"\\\g<0>", str(self)).replace("\n", r"\n").encode()


def one_line(text: str) -> Text:
    return Text(" ".join(plain(text).split("\n")))


def plain(text: str) -> str:
    """Text with line feeds as its only line ends, and without letters that no calendar can hold."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text))


def timezones(events: Iterable[CalendarEvent]) -> list[Timezone]:
    """One for each zone by whose clock something is told: from a year before the first event there to a year after
    the last. What is told in UTC needs none."""
    spans: dict[str, list[datetime]] = {}
    for event in events:
        for at in (event.starts_at, event.ends_at):
            if "TZID" in told(at).params:
                spans.setdefault(event.zone, []).append(at.astimezone(UTC))
    return [timezone(ZoneInfo(key), min(instants), max(instants)) for key, instants in spans.items()]


@lru_cache(maxsize=64)
def timezone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """What the clock of a zone shows from a year before `first` (UTC) to a year after `last`.

    Remembered: everyone who is invited to a webinar gets the same one.
    """
    begin, end = first - AROUND, last + AROUND
    made = Timezone()
    made.add("tzid", zone.key)
    made.add_component(observance(zone, begin, begin))
    for at in changes(zone, begin, end):
        made.add_component(observance(zone, at - MINUTE, at))
    return made


def changes(zone: ZoneInfo, begin: datetime, end: datetime) -> list[datetime]:
    """The instants between two others at which the clock of the zone is moved, to the minute."""
    found, at = [], begin.replace(second=0, microsecond=0)
    while at < end:
        following = at + timedelta(days=1)
        if at.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            found.append(change_between(zone, at, following))
        at = following
    return found


def change_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = before.astimezone(zone).utcoffset()
    while after - before > MINUTE:
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def observance(zone: ZoneInfo, before: datetime, at: datetime) -> TimezoneStandard | TimezoneDaylight:
    """The time that begins at `at`; its beginning is told by the clock as it was just `before`."""
    now, old = at.astimezone(zone), before.astimezone(zone).utcoffset() or timedelta()
    made = TimezoneDaylight() if now.dst() else TimezoneStandard()
    made.add("dtstart", (at + old).replace(tzinfo=None, second=0, microsecond=0))
    made.add("tzoffsetfrom", old)
    made.add("tzoffsetto", now.utcoffset())
    made.add("tzname", now.tzname())
    return made

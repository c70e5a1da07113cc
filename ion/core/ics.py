"""One event as an iCalendar file (RFC 5545): pure, from plain values to bytes.

The wall time and its zone are written as they were chosen, and the file says itself what the zone's clock shows around
that day, so that no calendar has to know the zone.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vDDDTypes, vText

PRODUCT = "-//ION//Innovation and Opportunity Network//EN"
LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"[\\;,]")
AROUND = timedelta(days=370)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """What a calendar is told. `starts_local` is naive wall time in `zone` (IANA); the instants are aware.

    `uid` is the same for every version of the event, `sequence` higher for each that moves it; texts are plain.
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


def calendar(event: CalendarEvent) -> bytes:
    """The file: CRLF, lines of at most 75 octets, one VTIMEZONE and one VEVENT."""
    zone = ZoneInfo(event.zone)
    starts_at = event.starts_local.replace(tzinfo=zone)
    ends_at = (starts_at.astimezone(UTC) + event.length).astimezone(zone)
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add_component(timezone(zone, starts_at, ends_at))
    made.add_component(vevent(event, starts_at, ends_at))
    return bytes(made.to_ical())


def vevent(event: CalendarEvent, starts_at: datetime, ends_at: datetime) -> Event:
    made = Event()
    made.add("uid", plain(event.uid))
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made.add("dtstart", starts_at)
    # The second of two equal hours has no wall time of its own in a calendar: it is told in UTC.
    made["dtend"] = vDDDTypes(ends_at.astimezone(UTC) if ends_at.fold else ends_at)
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    made["summary"] = Text(" ".join(plain(event.summary).split("\n")))
    made["description"] = Text(plain(event.description))
    made.add("url", event.url)
    return made


class Text(vText):
    """Text as it is: the package's own escaping takes a typed \\N for a line end."""

    def to_ical(self) -> bytes:
        return ESCAPED.sub(r"\\\g<0>", str(self)).replace("\n", r"\n").encode()


def plain(text: str) -> str:
    """Text with line feeds as its only line ends, and without letters that no calendar can hold."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text))


def timezone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """What the clock of a zone shows from a year before `first` to a year after `last`."""
    begin, end = first.astimezone(UTC) - AROUND, last.astimezone(UTC) + AROUND
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

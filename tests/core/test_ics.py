"""The calendar file of one event, read back by icalendar and, for the zone, by the letter of RFC 5545."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from ion.base.vocabulary.zones import ZONES
from ion.core.ics import CalendarEvent, Mailbox, Method, calendar, plain
from tests.samples.hostile import HOSTILE

CHANGED = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
wall_time = datetime.fromisoformat
HOUR = timedelta(hours=1)


def event(**fields: Any) -> CalendarEvent:
    usual: dict[str, Any] = {
        "uid": "webinar-7@ion.example",
        "sequence": 0,
        "starts_local": wall_time("2026-07-01 11:30"),
        "zone": "America/New_York",
        "length": HOUR,
        "summary": "Peer call",
        "description": "What it is about.",
        "url": "https://ion.example/webinars/peer-call",
        "is_cancelled": False,
        "changed_at": CHANGED,
    }
    return CalendarEvent(**usual | fields)


def read(made: bytes) -> Any:
    """The one event of a file."""
    (found,) = Calendar.from_ical(made).walk("VEVENT")
    return found


def offset_told(made: bytes, wall: datetime) -> timedelta:
    """The offset at a wall time by the file's own VTIMEZONE: that of the latest observance that begins before it."""
    (zone,) = Calendar.from_ical(made).walk("VTIMEZONE")
    begun = [each for each in zone.subcomponents if each["DTSTART"].dt <= wall]
    offset: timedelta = max(begun, key=lambda each: each["DTSTART"].dt)["TZOFFSETTO"].td
    return offset


def exists(wall: datetime, zone: str) -> bool:
    there = wall.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall


def comes_twice(wall: datetime, zone: str) -> bool:
    first = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    return exists(wall, zone) and first.utcoffset() != first.replace(fold=1).utcoffset()


walls = st.datetimes(wall_time("1990-01-01 00:00"), wall_time("2060-12-31 00:00")).map(
    lambda at: at.replace(second=0, microsecond=0)
)
zones = st.sampled_from(sorted(ZONES))


def test_an_event_says_everything_a_calendar_needs() -> None:
    made = calendar(event(sequence=3))

    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    lines = made.decode().split("\r\n")
    for line in (
        "UID:webinar-7@ion.example",
        "SEQUENCE:3",
        "DTSTAMP:20261120T143000Z",
        "DTSTART;TZID=America/New_York:20260701T113000",
        "DTEND;TZID=America/New_York:20260701T123000",
        "SUMMARY:Peer call",
        "DESCRIPTION:What it is about.",
        "URL:https://ion.example/webinars/peer-call",
        "STATUS:CONFIRMED",
        "TZID:America/New_York",
    ):
        assert line in lines
    assert "METHOD" not in made.decode()


def test_a_cancelled_event_says_so() -> None:
    assert read(calendar(event(is_cancelled=True)))["STATUS"] == "CANCELLED"


def test_the_same_event_is_the_same_file() -> None:
    assert calendar(event()) == calendar(event())


@settings(max_examples=200, deadline=None)
@given(walls, zones, st.integers(5, 60 * 24 * 4))
def test_a_file_read_back_is_the_event(wall: datetime, zone: str, minutes: int) -> None:
    length = timedelta(minutes=minutes)

    found = read(calendar(event(starts_local=wall, zone=zone, length=length)))

    start, end = found["DTSTART"].dt, found["DTEND"].dt
    if comes_twice(wall, zone):
        assert start == wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    else:
        assert start.replace(tzinfo=None) == wall
        assert str(found["DTSTART"].params["TZID"]) == zone
    if exists(wall, zone):
        assert end.astimezone(UTC) - start.astimezone(UTC) == length


@settings(max_examples=200, deadline=None)
@given(walls, zones)
def test_the_file_knows_the_clock_of_its_zone(wall: datetime, zone: str) -> None:
    if not exists(wall, zone) or comes_twice(wall, zone):
        return

    made = calendar(event(starts_local=wall, zone=zone))

    assert offset_told(made, wall) == wall.replace(tzinfo=ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", [1, 7])
def test_both_sides_of_the_year_are_told_in_every_zone(zone: str, month: int) -> None:
    wall = wall_time(f"2026-{month:02d}-15 11:30")

    made = calendar(event(starts_local=wall, zone=zone))

    assert offset_told(made, wall) == wall.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    assert read(made)["DTSTART"].dt.replace(tzinfo=None) == wall


@pytest.mark.parametrize(
    ("wall", "hours"),
    [
        (wall_time("2026-03-08 01:59"), -5),
        (wall_time("2026-03-08 03:00"), -4),
        (wall_time("2026-03-08 03:59"), -4),
        (wall_time("2026-11-01 00:59"), -4),
        (wall_time("2026-11-01 02:00"), -5),
    ],
)
def test_the_minutes_around_a_change_of_the_clock_are_right(wall: datetime, hours: int) -> None:
    assert offset_told(calendar(event(starts_local=wall)), wall) == timedelta(hours=hours)


@pytest.mark.parametrize(("fold", "start", "end"), [(0, "0530", "0630"), (1, "0630", "0730")])
def test_what_the_clock_shows_twice_is_told_in_utc(fold: int, start: str, end: str) -> None:
    made = calendar(event(starts_local=wall_time("2026-11-01 01:30").replace(fold=fold)))

    assert f"DTSTART:20261101T{start}00Z\r\n".encode() in made
    told = f"DTEND:20261101T{end}00Z" if fold == 0 else "DTEND;TZID=America/New_York:20261101T023000"
    assert f"{told}\r\n".encode() in made


def test_a_calendar_that_asks_says_what_and_whom() -> None:
    made = calendar(
        event(organizer=Mailbox("ion@ion.example", 'The "best"; ION\r\nX: y'), attendee="a@ion.example"),
        method=Method.REQUEST,
    )

    found = read(made)
    assert b"METHOD:REQUEST\r\n" in made
    assert str(found["ORGANIZER"]) == "mailto:ion@ion.example"
    assert found["ORGANIZER"].params["CN"] == "The best; ION X: y"
    assert str(found["ATTENDEE"]) == "mailto:a@ion.example"
    assert dict(found["ATTENDEE"].params) == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }
    assert_well_formed(made)


def test_many_events_share_one_timezone_that_knows_all_their_years() -> None:
    walls = [wall_time("2021-07-01 11:30"), wall_time("2026-07-01 11:30"), wall_time("2030-01-15 11:30")]

    made = calendar(
        *(event(uid=f"{wall.year}@x", starts_local=wall) for wall in walls),
        event(uid="utc@x", zone="UTC"),
        name="My, calendar",
        refresh=timedelta(hours=4),
    )

    assert made.count(b"BEGIN:VTIMEZONE") == 1
    assert made.count(b"BEGIN:VEVENT") == 4
    assert [offset_told(made, wall) for wall in walls] == [timedelta(hours=hours) for hours in (-4, -4, -5)]
    assert b"X-WR-CALNAME:My\\, calendar\r\n" in made
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in made


def test_no_event_at_all_is_a_calendar_too() -> None:
    assert Calendar.from_ical(calendar(name="Mine")).walk("VEVENT") == []


@pytest.mark.parametrize(("is_cancelled", "rings"), [(False, 1), (True, 0)])
def test_an_event_rings_unless_it_is_canceled(is_cancelled: bool, rings: int) -> None:
    made = calendar(event(alarm=HOUR, is_cancelled=is_cancelled, summary="Call"))

    alarms = read(made).walk("VALARM")
    assert len(alarms) == rings
    assert all((str(each["ACTION"]), each["TRIGGER"].dt) == ("DISPLAY", -HOUR) for each in alarms)


def test_an_event_that_may_not_come_to_pass_is_tentative() -> None:
    assert read(calendar(event(is_tentative=True)))["STATUS"] == "TENTATIVE"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=600))
def test_no_text_gets_out_of_its_line_and_all_of_it_comes_back(summary: str, description: str) -> None:
    made = calendar(event(summary=summary, description=description))

    found = read(made)
    assert str(found["DESCRIPTION"]) == plain(description)
    assert str(found["SUMMARY"]) == " ".join(plain(summary).split("\n"))
    assert_well_formed(made)


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), "x\r\nBEGIN:VALARM\r\nACTION:AUDIO", "\\n;,\\N", "e\u0301" * 99]
)
def test_hostile_text_stays_text(text: str) -> None:
    made = calendar(event(summary=text, description=text))

    assert str(read(made)["DESCRIPTION"]) == plain(text)
    assert_well_formed(made)


def assert_well_formed(made: bytes) -> None:
    """CRLF alone ends lines, none is longer than 75 octets, nothing but the three components begins or ends."""
    lines = made.split(b"\r\n")
    assert lines.pop() == b""
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    begun = {line for line in lines if line.startswith(b"BEGIN:")}
    assert begun <= {
        b"BEGIN:VCALENDAR",
        b"BEGIN:VTIMEZONE",
        b"BEGIN:STANDARD",
        b"BEGIN:DAYLIGHT",
        b"BEGIN:VEVENT",
    }

"""Eight in the morning by everybody's own clock, whatever the law does to it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ion.notifications.schedule import SITE_ZONE, Channel, due, zone_of

ZONES = sorted(available_timezones() - {"localtime"})
FIRST, LAST = map(datetime.fromisoformat, ("2024-01-01", "2050-01-01"))
instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
zones = st.sampled_from(ZONES)
mornings = st.sampled_from([Channel.DAILY, Channel.WEEKLY])
HOUR = timedelta(hours=1)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def wall(channel: Channel, text: str, zone: str) -> str:
    """The wall time of what is due when it is told at this wall time."""
    instant = due(channel, at(text, zone).astimezone(UTC), ZoneInfo(zone))
    assert instant
    return instant.astimezone(ZoneInfo(zone)).isoformat(" ", "minutes")


@given(instants, zones, mornings)
@example(datetime(2027, 3, 14, 6, 59, tzinfo=UTC), "America/New_York", Channel.DAILY)
@example(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "America/New_York", Channel.WEEKLY)
@example(datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "America/Puerto_Rico", Channel.DAILY)
@example(datetime(2026, 11, 22, 22, 0, tzinfo=UTC), "Pacific/Guam", Channel.WEEKLY)
@example(datetime(2026, 11, 22, 18, 0, tzinfo=UTC), "Pacific/Pago_Pago", Channel.DAILY)
def test_mail_in_the_morning_is_due_later_at_eight_by_the_clock_on_the_wall_and_soon(
    instant: datetime, zone: str, channel: Channel
) -> None:
    found = due(channel, instant, ZoneInfo(zone))

    assert found is not None
    assert found.tzinfo is UTC
    local = found.astimezone(ZoneInfo(zone))
    assert (local.hour, local.minute, local.second, local.microsecond) == (8, 0, 0, 0)
    assert channel is Channel.DAILY or local.weekday() == 0
    longest = timedelta(days=1 if channel is Channel.DAILY else 7) + HOUR
    assert timedelta(0) < found - instant <= longest


@given(instants, zones, mornings)
def test_there_is_no_earlier_morning_than_the_one_found(
    instant: datetime, zone: str, channel: Channel
) -> None:
    found = due(channel, instant, ZoneInfo(zone))
    assert found is not None

    assert due(channel, found - timedelta(microseconds=1), ZoneInfo(zone)) == found
    assert due(channel, found, ZoneInfo(zone)) > found  # type: ignore[operator]


@pytest.mark.parametrize(
    ("told", "zone", "daily", "weekly"),
    [
        ("2026-11-22 07:59", "America/New_York", "2026-11-22 08:00-05:00", "2026-11-23 08:00-05:00"),
        ("2026-11-22 08:00", "America/New_York", "2026-11-23 08:00-05:00", "2026-11-23 08:00-05:00"),
        ("2026-11-23 08:00", "America/New_York", "2026-11-24 08:00-05:00", "2026-11-30 08:00-05:00"),
        ("2027-03-13 20:00", "America/Denver", "2027-03-14 08:00-06:00", "2027-03-15 08:00-06:00"),
        ("2026-10-31 20:00", "America/Denver", "2026-11-01 08:00-07:00", "2026-11-02 08:00-07:00"),
        ("2027-03-13 20:00", "America/Phoenix", "2027-03-14 08:00-07:00", "2027-03-15 08:00-07:00"),
        ("2027-03-13 20:00", "America/Puerto_Rico", "2027-03-14 08:00-04:00", "2027-03-15 08:00-04:00"),
        ("2026-12-31 23:59", "Pacific/Guam", "2027-01-01 08:00+10:00", "2027-01-04 08:00+10:00"),
    ],
)
def test_the_wall_times_are_as_a_person_would_say(told: str, zone: str, daily: str, weekly: str) -> None:
    assert wall(Channel.DAILY, told, zone) == daily
    assert wall(Channel.WEEKLY, told, zone) == weekly


@given(instants, zones)
def test_at_once_is_now_and_off_is_never(instant: datetime, zone: str) -> None:
    assert due(Channel.INSTANT, instant, ZoneInfo(zone)) == instant
    assert due(Channel.OFF, instant, ZoneInfo(zone)) is None


@pytest.mark.parametrize("name", ["", "Nowhere/At_All", "../etc/passwd", "EST5EDT\x00"])
def test_without_a_zone_that_is_known_the_site_s_counts(name: str) -> None:
    assert zone_of(name) is SITE_ZONE


def test_a_zone_that_nobody_listed_is_good_too() -> None:
    assert zone_of("Europe/Berlin") == ZoneInfo("Europe/Berlin")

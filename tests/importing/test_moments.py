"""When a file says something is."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ion.base.vocabulary.zones import ZONES
from ion.commons.importing.moments import MomentRefused, WallTime, wall_time

SATURDAY = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
wall = datetime.fromisoformat


@pytest.mark.parametrize(
    ("written", "zone", "found"),
    [
        ("2026-12-01 14:00 America/New_York", "", WallTime(wall("2026-12-01 14:00"), "America/New_York")),
        ("2026-7-1T09:05:00 Pacific/Guam", "", WallTime(wall("2026-07-01 09:05"), "Pacific/Guam")),
        (
            "2020-07-28 11:30:00 -0500",
            "America/New_York",
            WallTime(wall("2020-07-28 11:30"), "America/New_York"),
        ),
        ("2020-07-28 11:30:00Z", "America/Chicago", WallTime(wall("2020-07-28 11:30"), "America/Chicago")),
        (
            "2026-07-01 11:30 America/Denver",
            "America/New_York",
            WallTime(wall("2026-07-01 11:30"), "America/Denver"),
        ),
    ],
)
def test_a_time_that_is_written_out_is_wall_time(written: str, zone: str, found: WallTime) -> None:
    assert wall_time(written, zone, SATURDAY) == found


@given(
    st.datetimes(datetime(1995, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001 - wall times have no zone
    st.sampled_from(sorted(ZONES)),
    st.sampled_from(["-0500", "-0400", "Z", "+09:00", ""]),
)
def test_the_hour_on_the_clock_stays_in_every_season_and_zone(at: datetime, zone: str, offset: str) -> None:
    at = at.replace(second=0, microsecond=0)
    there = at.replace(tzinfo=ZoneInfo(zone))
    assume(there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == at)

    found = wall_time(f"{at:%Y-%m-%d %H:%M:%S} {offset}".strip(), zone, SATURDAY)

    assert (found.local, found.zone) == (at, zone)
    assert found.instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == at


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ({"in_days": "9"}, "2026-11-30"),
        ({"in_days": "0"}, "2026-11-23"),
        ({"in_days": "1"}, "2026-11-23"),
        ({"in_days": "-5"}, "2026-11-16"),
        ({"in_days": "-7"}, "2026-11-13"),
        ({"days_ago": "6"}, "2026-11-13"),
        ({"days_ago": "3"}, "2026-11-18"),
        ({"days_ago": "0"}, "2026-11-23"),
    ],
)
def test_days_are_counted_from_today_and_leave_weekends_away_from_today(
    written: dict[str, str], day: str
) -> None:
    found = wall_time(written | {"at": "9:30", "zone": "America/Chicago"}, "", SATURDAY)

    assert found == WallTime(wall(f"{day} 09:30"), "America/Chicago")


def test_today_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)

    days = [
        wall_time({"in_days": "1", "at": "9:00", "zone": zone}, "", late).local.day
        for zone in ("America/New_York", "America/Chicago")
    ]

    assert days == [25, 24]


def test_a_count_without_a_zone_takes_that_of_the_map() -> None:
    assert wall_time({"in_days": "2", "at": "9:00"}, "America/Denver", SATURDAY).zone == "America/Denver"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("soon", "is not a date and a time: 'soon'"),
        ("2026-12-01", "is not a date and a time"),
        ("2026-02-30 10:00 America/Denver", "is not a date and a time"),
        ("2026-12-01 24:10 America/Denver", "is not a date and a time"),
        ("1776-07-04 10:00 America/Denver", "is not a date and a time"),
        ("2026-12-01 14:00", "names no time zone"),
        ("2026-12-01 14:00 -0500", "names no time zone"),
        ("2026-12-01 14:00 Mars/Base", "names a time zone that nobody knows: 'Mars/Base'"),
        ("2026-03-08 02:30 America/New_York", "2026-03-08 02:30 does not exist in America/New_York"),
        ({"in_days": "9", "at": "9:00"}, "names no time zone"),
        ({"in_days": "9", "at": "9:00", "zone": "Mars"}, "names a time zone that nobody knows"),
        ({"in_days": "9", "at": "9:00", "zone": ["America/Denver"]}, "names a time zone that nobody knows"),
        ({"in_days": "9", "zone": "America/Denver"}, "names no time of day"),
        ({"in_days": "9", "at": "25:00", "zone": "America/Denver"}, "names no time of day"),
        ({"in_days": "soon", "at": "9:00", "zone": "America/Denver"}, "names no number of days"),
        ({"at": "9:00", "zone": "America/Denver"}, "names no number of days"),
        (
            {"in_days": "1", "days_ago": "1", "at": "9:00", "zone": "America/Denver"},
            "names no number of days",
        ),
        ({"in_weeks": "1", "at": "9:00"}, "'in_weeks' is not one of at, days_ago, in_days, zone"),
    ],
)
def test_what_is_no_moment_is_refused_with_the_reason(written: Any, why: str) -> None:
    with pytest.raises(MomentRefused, match=why.replace("(", r"\(")):
        wall_time(written, "", SATURDAY)


def test_of_an_hour_that_comes_twice_the_first_one_counts() -> None:
    found = wall_time("2026-11-01 01:30 America/New_York", "", SATURDAY)

    assert found.instant == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_count_that_ends_on_the_sunday_of_a_clock_change_goes_on_to_monday() -> None:
    friday = datetime(2027, 3, 12, 12, tzinfo=UTC)
    monday = wall_time({"in_days": "2", "at": "2:30", "zone": "America/New_York"}, "", friday)

    assert monday.local == wall("2027-03-15 02:30")
    assert monday.instant - friday < timedelta(days=3)

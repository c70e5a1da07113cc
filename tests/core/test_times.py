"""Dates, times and counts as people in the United States read them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ion.core.times import count, iso, us_date, us_time

WINTER = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 4, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 11, 24), "Nov. 24, 2026"),
        (date(2026, 5, 1), "May 1, 2026"),
        (date(2026, 9, 30), "Sept. 30, 2026"),
        (datetime(2026, 1, 1, 4, 59, tzinfo=UTC), "Dec. 31, 2025"),
        (datetime(2026, 1, 1, 5, 0, tzinfo=UTC), "Jan. 1, 2026"),
        (None, ""),
    ],
)
def test_a_date_is_that_of_the_sites_zone(value: date | None, words: str) -> None:
    assert us_date(value) == words


@pytest.mark.parametrize(
    ("value", "zone", "words"),
    [
        (WINTER, "America/New_York", "Tue., Nov. 24, 2026, 9:00 a.m. ET"),
        (SUMMER, "America/New_York", "Sat., July 4, 2026, 12:05 p.m. ET"),
        (WINTER, "America/Chicago", "Tue., Nov. 24, 2026, 8:00 a.m. CT"),
        (SUMMER, "America/Phoenix", "Sat., July 4, 2026, 9:05 a.m. MST"),
        (SUMMER, "America/Los_Angeles", "Sat., July 4, 2026, 9:05 a.m. PT"),
        (SUMMER, "America/Anchorage", "Sat., July 4, 2026, 8:05 a.m. AKT"),
        (SUMMER, "Pacific/Honolulu", "Sat., July 4, 2026, 6:05 a.m. HT"),
        (SUMMER, "America/Puerto_Rico", "Sat., July 4, 2026, 12:05 p.m. AST"),
        (SUMMER, "Pacific/Guam", "Sun., July 5, 2026, 2:05 a.m. ChST"),
        (datetime(2026, 11, 24, 5, 0, tzinfo=UTC), "America/New_York", "Tue., Nov. 24, 2026, 12:00 a.m. ET"),
        (datetime(2026, 11, 24, 5, 0, tzinfo=UTC), "UTC", "Tue., Nov. 24, 2026, 5:00 a.m. UTC"),
    ],
)
def test_a_time_is_told_in_the_zone_with_its_name(value: datetime, zone: str, words: str) -> None:
    assert us_time(value, ZoneInfo(zone)) == words


def test_a_time_without_a_zone_given_is_that_of_the_east() -> None:
    assert us_time(WINTER) == "Tue., Nov. 24, 2026, 9:00 a.m. ET"
    assert us_time(None) == ""


def test_the_hour_that_comes_twice_goes_on_in_order() -> None:
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)

    assert us_time(first) == us_time(first + timedelta(hours=1)) == "Sun., Nov. 1, 2026, 1:30 a.m. ET"


def test_iso_is_for_machines() -> None:
    assert (iso(WINTER), iso(date(2026, 5, 1)), iso(None)) == ("2026-11-24T14:00:00+00:00", "2026-05-01", "")


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 practices"), (1, "1 practice"), (2, "2 practices"), (1204, "1,204 practices")],
)
def test_a_count_says_one_or_many(number: int, words: str) -> None:
    assert count(number, "practice", "practices") == words


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("America/Phoenix", "7:00 a.m. MST"),
        ("America/Denver", "8:00 a.m. MT"),
        ("Pacific/Guam", "12:00 a.m. ChST"),
    ],
)
def test_a_zone_without_daylight_saving_is_not_taken_for_its_neighbor(zone: str, told: str) -> None:
    july = datetime(2026, 7, 1, 14, 0, tzinfo=UTC)

    assert us_time(july, ZoneInfo(zone)).endswith(told)

"""When and who, as messages say it."""

from datetime import UTC, datetime

import pytest

from ion.messaging.views.words import day_line, hue, initials, short_when, time_line

EAST, WEST = "America/New_York", "America/Denver"


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 21, 14, 5, tzinfo=UTC), "9:05 a.m. ET"),
        (datetime(2026, 11, 21, 4, 59, tzinfo=UTC), "Yesterday"),
        (datetime(2026, 11, 19, 15, 0, tzinfo=UTC), "Nov. 19"),
        (datetime(2025, 12, 31, 15, 0, tzinfo=UTC), "Dec. 31, 2025"),
    ],
)
def test_a_list_says_the_time_of_today_and_the_day_of_what_is_older(at: datetime, words: str) -> None:
    assert short_when(at, EAST) == words


@pytest.mark.usefixtures("now")
def test_days_and_times_are_those_of_the_readers_zone() -> None:
    at = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)

    assert (day_line(at, EAST), time_line(at, EAST)) == ("Friday, Nov. 20", "12:30 a.m. ET")
    assert (day_line(at, WEST), time_line(at, WEST)) == ("Thursday, Nov. 19", "10:30 p.m. MT")
    assert day_line(at.replace(year=2025), EAST) == "Thursday, Nov. 20, 2025"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dana Whitfield", "DW"),
        ("Ana de la Cruz", "AC"),
        ("Cher", "C"),
        ("Région 3", "R3"),
        ("(…)", "?"),
        ("", "?"),
    ],
)
def test_a_name_has_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters
    assert 0 <= hue(name) < 4

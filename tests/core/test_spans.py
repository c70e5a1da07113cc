"""From when to when, and how long."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ion.core.spans import length_in_words, us_span

MORNING = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "zone", "words"),
    [
        (60, "America/New_York", "Tue., Nov. 24, 2026, 9:00 to 10:00 a.m. ET"),
        (180, "America/New_York", "Tue., Nov. 24, 2026, 9:00 a.m. to 12:00 p.m. ET"),
        (75, "Pacific/Guam", "Wed., Nov. 25, 2026, 12:00 to 1:15 a.m. ChST"),
        (
            60 * 24,
            "America/Chicago",
            "Tue., Nov. 24, 2026, 8:00 a.m. CT to Wed., Nov. 25, 2026, 8:00 a.m. CT",
        ),
    ],
)
def test_a_span_is_told_with_its_zone(minutes: int, zone: str, words: str) -> None:
    assert us_span(MORNING, MORNING + timedelta(minutes=minutes), ZoneInfo(zone)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (75, "1 hour 15 minutes"),
        (121, "2 hours 1 minute"),
        (1439, "23 hours 59 minutes"),
        (1440, "1 day"),
        (3060, "3 days"),
    ],
)
def test_a_length_is_told_in_the_largest_words_that_fit(minutes: int, words: str) -> None:
    assert length_in_words(minutes) == words

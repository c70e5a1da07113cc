"""Minutes of a recording, and their places on its transcript page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.core.transcripts import anchor_of, clock_seconds, clock_words


@given(st.integers(0, 99 * 3600))
def test_clock_words_are_read_back_as_the_same_second(seconds: int) -> None:
    assert clock_seconds(clock_words(seconds)) == seconds


def test_clock_words_name_hours_only_where_there_are_some() -> None:
    assert [clock_words(second) for second in (0, 5, 760, 3725)] == ["0:00", "0:05", "12:40", "1:02:05"]


@pytest.mark.parametrize("words", ["", "12", "12:4", "12:60", "1:99:00", "12:40 a", "-1:00", "１２:４０ x"])
def test_clock_seconds_takes_nothing_but_a_clock(words: str) -> None:
    assert clock_seconds(words) is None


def test_anchor_of_tells_recordings_of_one_page_apart() -> None:
    assert (anchor_of(1, 760), anchor_of(2, 760)) == ("t-760", "t2-760")

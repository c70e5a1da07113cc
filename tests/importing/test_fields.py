"""What a value of front matter means."""

from datetime import UTC, date, datetime

import pytest

from ion.commons.importing import fields
from ion.commons.importing.fields import FieldRefused

EASTERN = "America/New_York"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "result"),
    [
        ("2024-01-02 8:05:24 -0500", EASTERN, at(2024, 1, 2, 13, 5, 24)),
        ("2024-07-02 15:00:00 -0500", EASTERN, at(2024, 7, 2, 19)),
        ("2024-12-02 15:00:00 -0400", EASTERN, at(2024, 12, 2, 20)),
        ("2024-07-02T15:00:00-05:00", "", at(2024, 7, 2, 20)),
        ("2024-07-02T15:00:00Z", "", at(2024, 7, 2, 15)),
        ("2024-07-02 15:00", "", at(2024, 7, 2, 15)),
        ("2024-07-02 10:00 America/Los_Angeles", "", at(2024, 7, 2, 17)),
        ("2024-7-2", EASTERN, at(2024, 7, 2, 4)),
    ],
)
def test_wall_time_counts_where_the_map_names_a_zone(text: str, zone: str, result: datetime) -> None:
    assert fields.instant({"date": text}, ("date",), zone) == result


def test_a_day_alone_means_the_hour_asked_for() -> None:
    assert fields.instant({"date": "2024-07-02"}, ("date",), EASTERN, hour=12) == at(2024, 7, 2, 16)


@pytest.mark.parametrize(
    "text", ["soon", "2024-13-01", "2024-02-30 10:00", "2024-01-01 25:00", "0001-01-01", "9999-12-31"]
)
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(FieldRefused, match="date is not a date"):
        fields.instant({"date": text}, ("date",), EASTERN)


def test_a_zone_that_nobody_knows_is_refused() -> None:
    with pytest.raises(FieldRefused, match="date is not a date"):
        fields.instant({"date": "2024-01-01 1:00 Mars/Base"}, ("date",), "")


def test_the_first_name_that_holds_something_counts() -> None:
    front = {"summary": " null ", "deck": " A &amp; <b>B</b>\n {{< x >}}C "}

    assert fields.words(front, ("summary", "deck")) == "A & B C"


def test_words_that_are_none_are_refused() -> None:
    with pytest.raises(FieldRefused, match="title is not a text"):
        fields.words({"title": ["a"]}, ("title",))


def test_a_list_is_read_without_doubles_and_nothings() -> None:
    assert fields.several({"topics": ["a", "", "b", "a", "null"]}, ("topics",)) == ("a", "b")
    assert fields.several({"topics": "one"}, ("topics",)) == ("one",)
    assert fields.several({}, ("topics",)) == ()


def test_a_list_of_lists_is_refused() -> None:
    with pytest.raises(FieldRefused, match="topics is not a list of words"):
        fields.several({"topics": [["a"]]}, ("topics",))


def test_a_day_is_read_from_a_date_with_a_time() -> None:
    assert fields.day({"on": "2024-05-01 10:00"}, ("on",)) == date(2024, 5, 1)

"""Who was there: visits added up, callers told apart, registrants found by address and then by name."""

from datetime import datetime

import pytest

from ion.models import ReportKind
from ion.recordings.meanings import guessed
from ion.recordings.people import Guest, Registrant, guests, length, matched, moment
from tests.recordings.samples import PEOPLE, sample_report

REGISTRANTS = [Registrant(id, name, email) for id, (name, email) in enumerate(PEOPLE.items(), 1)]


def people(name: str) -> list[Guest]:
    report = sample_report(name)
    return guests(report.rows, guessed(ReportKind.ATTENDANCE, report.heading))


@pytest.mark.parametrize(
    ("name", "present", "callers", "unknown"),
    [
        ("zoom-attendance", {1: 55, 2: 61, 3: 40}, [58, 24], ['=HYPERLINK("http://bad.example")']),
        ("teams-attendance", {1: 55, 2: 61, 3: 45}, [58], ["Priya Nair"]),
        ("webex-attendance", {1: 60, 2: 60}, [50], ["José Núñez"]),
    ],
)
def test_each_platform_tells_who_was_there_and_how_long(
    name: str, present: dict[int, int], callers: list[int], unknown: list[str]
) -> None:
    found = matched(people(name), REGISTRANTS)

    assert (found.present, found.callers) == (present, callers)
    assert [guest.name for guest in found.unknown] == unknown


def test_two_devices_at_the_same_time_are_one_person_there_once() -> None:
    columns = {"email": 0, "joined": 1, "left": 2, "minutes": 3}
    rows = [
        ["a@b.example", "2026-10-14 14:00:00", "2026-10-14 15:00:00", "60"],
        ["A@B.example", "2026-10-14 14:30:00", "2026-10-14 15:00:00", "30"],
    ]

    assert [guest.minutes for guest in guests(rows, columns)] == [60]


def test_a_name_finds_a_registrant_only_where_nobody_else_has_it() -> None:
    twins = [Registrant(1, "Ana Ruiz", "a@x.example"), Registrant(2, "ana  ruiz", "b@x.example")]
    ana, other = Guest("Ana Ruiz", ""), Guest("Ana Ruiz", "c@x.example")

    assert matched([ana], twins).present == {}
    assert matched([ana, other], twins[:1]).present == {}
    assert matched([Guest("ANA RUIZ", "", minutes=5)], twins[:1]).present == {1: 5}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("47", 47),
        ("47.5", 48),
        ("1h 27m 51s", 88),
        ("53 mins", 53),
        ("1:02:05", 63),
        ("0:53", 1),
        *[(odd, None) for odd in ("", "--", "soon", "1" * 30)],
    ],
)
def test_length_reads_what_platforms_write(text: str, minutes: int | None) -> None:
    assert length(text) == minutes


@pytest.mark.parametrize(
    "text",
    ["10/14/26, 2:58:10 PM", "Oct 14, 2026 14:58:10", "10/14/2026 02:58:10 PM", "2026-10-14T14:58:10"],
)
def test_moment_reads_what_platforms_write(text: str) -> None:
    assert moment(text) == datetime(2026, 10, 14, 14, 58, 10)  # noqa: DTZ001 - as the platform's clock showed it


def test_moment_reads_nothing_else() -> None:
    assert [moment(text) for text in ("", "--", "yesterday", "99/99/2026 10:00 AM", "x" * 5000)] == [None] * 5

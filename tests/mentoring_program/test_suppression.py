"""Small numbers are kept back, and nobody can work them out; years begin and end where they should."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ion.mentoring_program.periods import FISCAL, PROGRAM, asked, offered, period_of
from ion.mentoring_program.suppression import LEAST, shown, suppressed


@pytest.mark.parametrize(
    ("numbers", "visible"),
    [
        ([12, 9, 5], [12, 9, 5]),
        ([12, 9, 3], [12, None, None]),
        ([12, 1, 1], [None, None, None]),
        ([12, 0, 4], [None, 0, None]),
        ([3, 4, 20], [None, None, 20]),
        ([3], [None]),
        ([0, 0], [0, 0]),
    ],
)
def test_suppress_hides_small_numbers_and_what_gives_them_away(
    numbers: list[int], visible: list[int | None]
) -> None:
    assert suppressed(numbers) == visible


@settings(max_examples=200)
@given(st.lists(st.integers(0, 12), max_size=4))
def test_no_small_number_can_be_worked_out_from_the_total(numbers: list[int]) -> None:
    visible, total = suppressed(numbers), sum(numbers)
    hidden = [at for at, number in enumerate(visible) if number is None]
    if shown(total) is None:
        return  # the total is kept back itself

    rest = total - sum(number for number in visible if number is not None)
    could_be = [each for each in product(range(rest + 1), repeat=len(hidden)) if sum(each) == rest]

    for place, at in enumerate(hidden):
        if numbers[at] < LEAST:
            assert len({each[place] for each in could_be}) > 1


@pytest.mark.parametrize(
    ("kind", "day", "label", "first", "last"),
    [
        (PROGRAM, date(2026, 6, 30), "Program Year 2025", date(2025, 7, 1), date(2026, 6, 30)),
        (PROGRAM, date(2026, 7, 1), "Program Year 2026", date(2026, 7, 1), date(2027, 6, 30)),
        (FISCAL, date(2026, 9, 30), "Federal fiscal year 2026", date(2025, 10, 1), date(2026, 9, 30)),
        (FISCAL, date(2026, 10, 1), "Federal fiscal year 2027", date(2026, 10, 1), date(2027, 9, 30)),
    ],
)
def test_a_day_lies_in_its_year(kind: str, day: date, label: str, first: date, last: date) -> None:
    period = period_of(kind, day)

    assert (period.label, period.first, period.last) == (label, first, last)


def test_an_address_names_a_year_or_gets_the_present_one() -> None:
    today = date(2026, 11, 22)

    assert [asked(each.key, today) for each in offered(today)] == offered(today)
    assert asked("py1812", today) == asked("", today) == period_of(PROGRAM, today)

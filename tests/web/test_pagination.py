"""Pages of a list: every row on exactly one, every link leads to one that exists."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.web.pagination import LAST_PAGE, Page, address, number_asked, within

totals = st.integers(0, 5_000)
sizes = st.integers(1, 50)


def page(number: int, total: int, per_page: int = 20) -> Page[int]:
    return Page([], number, total, "/blog/", (("topic", "wioa"),), per_page)


@given(st.integers(1, 300), totals, sizes)
def test_the_numbers_drawn_begin_with_one_end_with_the_last_and_hold_the_neighbors(
    asked: int, total: int, per_page: int
) -> None:
    shown = page(within(asked, total, per_page), total, per_page)
    drawn = [number for number in shown.numbers if number is not None]

    assert drawn == sorted(set(drawn))
    assert (drawn[0], drawn[-1]) == (1, shown.pages)
    assert {shown.number - 1, shown.number, shown.number + 1} & set(range(1, shown.pages + 1)) <= set(drawn)
    assert len(shown.numbers) <= 7


@given(st.integers(1, 300), totals, sizes)
def test_a_gap_stands_exactly_where_numbers_are_left_out(asked: int, total: int, per_page: int) -> None:
    numbers = page(within(asked, total, per_page), total, per_page).numbers

    for before, after in pairwise(numbers):
        assert before is not None or after is not None
        if before is not None and after is not None:
            assert after == before + 1


@given(totals, sizes)
def test_every_row_is_on_exactly_one_page(total: int, per_page: int) -> None:
    last = page(1, total, per_page).pages

    assert (last - 1) * per_page < max(total, 1) <= last * per_page


@given(st.integers(1, 10_000), totals, sizes)
def test_a_page_beyond_the_last_is_the_last(asked: int, total: int, per_page: int) -> None:
    number = within(asked, total, per_page)

    assert 1 <= number <= page(1, total, per_page).pages
    assert number == asked or asked > number


@given(st.one_of(st.none(), st.text(), st.integers(-5, 20_000).map(str)))
def test_whatever_the_address_says_a_page_number_comes_of_it(text: str | None) -> None:
    assert 1 <= number_asked(text) <= LAST_PAGE


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (None, 1),
        ("", 1),
        ("2", 2),
        ("007", 7),
        ("0", 1),
        ("-3", 1),
        ("2.5", 1),
        ("²", 1),
        ("٣", 1),
        ("9" * 9, 1),
    ],
)
def test_what_is_no_page_number_means_the_first_page(text: str | None, number: int) -> None:
    assert number_asked(text) == number


def test_the_first_and_last_pages_know_that_they_are() -> None:
    ends = [(page(n, 60).has_previous, page(n, 60).has_next) for n in (1, 2, 3)]

    assert ends == [(False, True), (True, True), (True, False)]


def test_an_empty_list_is_one_page() -> None:
    empty = page(1, 0)

    assert (empty.pages, empty.numbers, empty.has_next, empty.has_previous) == (1, [1], False, False)


def test_links_keep_the_filters_and_the_first_page_has_no_number() -> None:
    assert page(2, 60).href(3) == "/blog/?topic=wioa&page=3"
    assert page(2, 60).href(1) == "/blog/?topic=wioa"
    assert address("/blog/", ()) == "/blog/"
    assert address("/search", (("q", "A & B"), ("state", "CO"))) == "/search?q=A+%26+B&state=CO"

"""The rule book of registration, by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.models import Standing
from ion.webinars import policies
from ion.webinars.policies import Bar, Conditions

STARTS = datetime(2026, 12, 1, 19, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OPEN = Conditions(
    is_out=True,
    takes_registration=True,
    cancelled_at=None,
    starts_at=STARTS,
    ends_at=STARTS + 60 * MINUTE,
    zone="America/New_York",
    opens_at=STARTS - timedelta(days=7),
    closes_at=STARTS - timedelta(hours=2),
    capacity=10,
    promotes_until=60,
    join_minutes=15,
    has_join_link=True,
)
DURING = STARTS - timedelta(days=1)
INSTANTS = st.integers(-20_000, 20_000).map(lambda minutes: STARTS + minutes * MINUTE)
COUNTS = st.integers(0, 200)


@pytest.mark.parametrize(
    ("change", "at", "reason", "words"),
    [
        ({}, DURING, None, ""),
        ({}, OPEN.opens_at, None, ""),
        (
            {},
            OPEN.opens_at - MINUTE,
            Bar.EARLY,
            "Registration opens Tue., Nov. 24, 2026, 2:00 p.m. ET (Tue., Nov. 24, 2026, 12:00 p.m. MT your time).",
        ),
        (
            {},
            OPEN.closes_at,
            Bar.LATE,
            "Registration closed Tue., Dec. 1, 2026, 12:00 p.m. ET (Tue., Dec. 1, 2026, 10:00 a.m. MT your time).",
        ),
        ({"closes_at": None, "opens_at": None}, STARTS + 59 * MINUTE, None, ""),
        (
            {"closes_at": STARTS + timedelta(days=9)},
            STARTS + 60 * MINUTE,
            Bar.OVER,
            "This webinar ended Tue., Dec. 1, 2026, 3:00 p.m. ET (Tue., Dec. 1, 2026, 1:00 p.m. MT your time).",
        ),
        ({"cancelled_at": DURING}, DURING, Bar.CANCELLED, "This webinar was canceled."),
        ({"is_out": False}, DURING, Bar.GONE, "This webinar is no longer on ION."),
        (
            {"takes_registration": False},
            DURING,
            Bar.ELSEWHERE,
            "ION takes no registrations for this webinar.",
        ),
    ],
)
def test_why_nobody_can_register_is_said_with_times_in_both_zones(
    change: dict[str, object], at: datetime, reason: Bar | None, words: str
) -> None:
    terms = replace(OPEN, **change)  # type: ignore[arg-type]

    assert policies.bar(terms, at) is reason
    assert policies.why_not(terms, at, "America/Denver") == words


def test_a_reader_in_the_webinars_zone_is_told_a_time_once() -> None:
    assert policies.why_not(OPEN, STARTS - timedelta(days=9), "America/Detroit") == (
        "Registration opens Tue., Nov. 24, 2026, 2:00 p.m. ET."
    )


@given(at=INSTANTS)
def test_a_sentence_says_why_exactly_where_there_is_a_reason(at: datetime) -> None:
    assert bool(policies.why_not(OPEN, at)) == (policies.bar(OPEN, at) is not None)
    assert (policies.bar(OPEN, at) is None) == (OPEN.opens_at <= at < OPEN.closes_at)  # type: ignore[operator]


@given(capacity=st.none() | COUNTS, taken=COUNTS, waiting=COUNTS)
def test_no_newcomer_takes_a_place_that_somebody_in_line_could_have(
    capacity: int | None, taken: int, waiting: int
) -> None:
    left = policies.places_left(capacity, taken)
    in_line = [policies.has_place(left, ahead) for ahead in range(waiting)]

    if policies.has_place(left, waiting):
        assert all(in_line)
    assert in_line == sorted(in_line, reverse=True)
    assert sum(in_line) == (waiting if left is None else min(left, waiting))


@given(at=INSTANTS, cut_off=st.integers(0, 10_000))
def test_nobody_moves_up_later_than_the_cut_off(at: datetime, cut_off: int) -> None:
    terms = replace(OPEN, promotes_until=cut_off)

    assert policies.moves_up(terms, at) == (at <= STARTS - cut_off * MINUTE)
    assert not policies.moves_up(replace(terms, cancelled_at=at), at)
    assert not policies.moves_up(replace(terms, is_out=False), at)


@given(at=INSTANTS)
def test_a_place_is_given_up_until_the_start_and_the_line_left_at_any_time(at: datetime) -> None:
    assert policies.may_give_up(OPEN, Standing.REGISTERED, at) == (at < STARTS)
    assert policies.may_give_up(OPEN, Standing.WAITING, at)


@pytest.mark.parametrize(
    ("change", "minutes", "words"),
    [
        ({}, -16, "You can join from Tue., Dec. 1, 2026, 1:45 p.m. ET."),
        ({}, -15, ""),
        ({}, 59, ""),
        ({}, 60, "This webinar ended Tue., Dec. 1, 2026, 3:00 p.m. ET."),
        (
            {"has_join_link": False},
            0,
            "The link to the webinar is not here yet. Please come back in a few minutes.",
        ),
        ({"cancelled_at": DURING}, 0, "This webinar was canceled."),
        ({"is_out": False}, 0, "This webinar is no longer on ION."),
    ],
)
def test_one_joins_from_some_minutes_before_the_start_to_the_end(
    change: dict[str, object], minutes: int, words: str
) -> None:
    terms = replace(OPEN, **change)  # type: ignore[arg-type]

    assert policies.why_not_join(terms, STARTS + minutes * MINUTE) == words


def test_a_guest_has_two_days_to_confirm() -> None:
    assert policies.confirms(DURING, DURING + timedelta(hours=48) - MINUTE)
    assert not policies.confirms(DURING, DURING + timedelta(hours=48))


def test_of_two_registrations_a_place_counts_more_than_the_line_and_then_who_asked_first() -> None:
    pairs = [
        (Standing.CANCELLED, 1),
        (Standing.PENDING, 0),
        (Standing.WAITING, 2),
        (Standing.REGISTERED, 9),
        (Standing.REGISTERED, 8),
    ]

    assert sorted(pairs, key=lambda pair: policies.merit(*pair)) == pairs[::-1]

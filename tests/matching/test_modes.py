"""Every mode against slow checkers that look at all matchings of small cohorts."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from ion.core.matching.instance import Instance
from ion.core.matching.run import Unmatched, figures, solve
from ion.models import MatchMode, MatchOrigin
from tests.matching.checkers import Checker
from tests.matching.instances import inputs, shuffled


def cohorts(number: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Three of five up to 4 x 4 with long lists, the others up to 7 x 7."""
    for seed in range(number):
        small = seed % 5 < 3
        yield seed, inputs(seed, most=4 if small else 7, list_length=4 if small else 5)


def found(given: dict[str, Any], mode: MatchMode) -> dict[int, int | None]:
    """What the mode makes of the undecided mentees."""
    pairs = solve(Instance(**given), mode).pairs
    return {id: pairs.get(id) for id in Checker(given).mentees}


def agree_in_stable(number: int) -> None:
    for seed, given in cohorts(number):
        checker, matching = Checker(given), found(given, MatchMode.STABLE)
        every = checker.stable()
        assert matching in every, seed
        for mentee, mentor in matching.items():
            better = checker.rather(mentee, mentor)
            assert not [other for other in every if other[mentee] in better], (seed, mentee)


def agree_in_totals(number: int) -> None:
    for seed, given in cohorts(number):
        checker = Checker(given)
        for mode, places_first in ((MatchMode.MOST_PLACED, True), (MatchMode.BEST_TOTAL, False)):
            assert found(given, mode) == checker.best(places_first=places_first), (seed, mode)


def test_stable_mode_gives_the_stable_matching_that_every_mentee_likes_best() -> None:
    agree_in_stable(200)


def test_total_modes_give_the_one_matching_of_the_highest_worth() -> None:
    agree_in_totals(200)


@pytest.mark.soak
def test_all_modes_agree_with_the_checkers_on_two_thousand_cohorts() -> None:
    agree_in_stable(2_000)
    agree_in_totals(2_000)


@pytest.mark.parametrize("mode", MatchMode)
def test_permuting_rows_changes_neither_the_hash_nor_a_pair(mode: MatchMode) -> None:
    for seed in range(40):
        given = inputs(seed, most=12, list_length=6)
        other = {
            name: rows if name == "lot" else shuffled(rows, Random(seed + 1)) for name, rows in given.items()
        }

        one, two = Instance(**given), Instance(**other)

        assert one.inputs_hash == two.inputs_hash
        assert solve(one, mode) == solve(two, mode), seed


@pytest.mark.parametrize("mode", MatchMode)
def test_what_staff_decided_is_kept_within_the_limits(mode: MatchMode) -> None:
    given = inputs(3, most=6, decides=False) | {
        "mentees": [1, 2, 3],
        "limits": {101: 1, 102: 1},
        "points": {(1, 101): 90, (2, 101): 80, (3, 101): 70, (3, 102): 10},
        "barred": {(3, 102): "oversight"},
        "fixed": {2: 101},
        "edited": {1: None},
    }

    outcome = solve(Instance(**given), mode)

    assert outcome.pairs == {2: 101}
    assert outcome.origins == {2: MatchOrigin.FIXED}
    assert outcome.unmatched == {1: Unmatched.BY_HAND, 3: Unmatched.ALL_FULL}


def test_modes_differ_where_points_and_people_pull_apart() -> None:
    cohort = Instance(
        "lot",
        [1, 2],
        {101: 1, 102: 1},
        {(1, 101): 100, (1, 102): 10, (2, 101): 30},
        mentee_ranks={1: [102]},
    )

    pairs = {mode: solve(cohort, mode).pairs for mode in MatchMode}

    assert pairs == {
        MatchMode.STABLE: {1: 102, 2: 101},
        MatchMode.BEST_TOTAL: {1: 101},
        MatchMode.MOST_PLACED: {1: 102, 2: 101},
    }


def test_figures_of_the_modes_are_those_counted_by_hand() -> None:
    cohort = Instance(
        "lot",
        [1, 2, 3],
        {101: 1, 102: 1},
        {(1, 101): 100, (1, 102): 60, (2, 101): 30, (2, 102): 20},
    )

    stable, most = solve(cohort, MatchMode.STABLE), solve(cohort, MatchMode.MOST_PLACED)

    assert stable.figures == {
        "mentees": 3, "placed": 2, "total": 120, "mean": 60.0, "least": 20, "good": 1,
        "first_choices": 1, "ranked": 0, "blocking_pairs": 0,
    }  # fmt: skip
    assert most.pairs == {1: 101, 2: 102}
    assert figures(cohort) == {str(mode): solve(cohort, mode).figures for mode in MatchMode}
    assert stable.unmatched == {3: Unmatched.NOBODY_FITS}

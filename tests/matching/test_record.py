"""Match records prove what they say, and nothing that was changed in them passes."""

import copy
import json
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from ion.cli import ion
from ion.core.matching.instance import Instance, hash_of
from ion.core.matching.orders import orders
from ion.core.matching.record import match_record, verify
from ion.core.matching.run import outcome_of, solve
from ion.core.matching.totals import NotTheHighest
from ion.models import MatchMode, MatchOrigin
from tests.matching.instances import instance

OPPOSED = Instance(
    "lot",
    [1, 2],
    {101: 1, 102: 1},
    {(mentee, mentor): 50 for mentee in (1, 2) for mentor in (101, 102)},
    mentee_ranks={1: [101, 102], 2: [102, 101]},
    mentor_ranks={101: [2, 1], 102: [1, 2]},
)
"""Both sides like best those who like them least: two stable matchings."""


def recorded(cohort: Instance, mode: MatchMode) -> dict[str, Any]:
    """The record as it is read from a file."""
    kept: dict[str, Any] = json.loads(json.dumps(match_record(cohort, mode, solve(cohort, mode))))
    return kept


def forged(cohort: Instance, record: dict[str, Any], pairs: dict[int, int]) -> dict[str, Any]:
    """The record with other pairs of the undecided, by somebody who makes everything else fit as well as it can."""
    outcome = outcome_of(cohort, MatchMode(record["mode"]), pairs, orders(cohort, cohort.possible))
    other = copy.deepcopy(record)
    other["pairs"] = [[*pair, str(outcome.origins[pair[0]])] for pair in outcome.pairs.items()]
    other["unmatched"] = [[id, str(why)] for id, why in outcome.unmatched.items()]
    other["figures"] = dict(outcome.figures)
    if "blocking_pairs" in other["proof"]:
        other["proof"] = {"blocking_pairs": outcome.figures["blocking_pairs"]}
    return other


def swaps(cohort: Instance, pairs: dict[int, int]) -> Iterator[dict[int, int]]:
    """The pairs with the mentors of two mentees exchanged, and with one mentee's left out."""
    for one, two in combinations(sorted(pairs), 2):
        if pairs[one] != pairs[two]:
            yield pairs | {one: pairs[two], two: pairs[one]}
    for mentee in pairs:
        yield {id: mentor for id, mentor in pairs.items() if id != mentee}


@pytest.mark.parametrize("mode", MatchMode)
def test_verify_takes_every_true_record_and_no_swapped_one(mode: MatchMode) -> None:
    swapped = 0
    for seed in range(60):
        cohort = instance(seed, most=6)
        record = recorded(cohort, mode)
        undecided = {a: b for a, b, origin in record["pairs"] if origin == MatchOrigin.MATCHED}

        assert verify(record) == [], seed
        for pairs in swaps(cohort, undecided):
            swapped += 1
            assert verify(forged(cohort, record, pairs)) != [], (seed, pairs)
    assert swapped > 200


def test_verify_rejects_a_stable_matching_that_mentees_like_less() -> None:
    record = recorded(OPPOSED, MatchMode.STABLE)

    problems = verify(forged(OPPOSED, record, {1: 102, 2: 101}))

    assert [row[:2] for row in record["pairs"]] == [[1, 101], [2, 102]]
    assert problems == ["The pairs are stable, but another stable matching is better for mentees."]


def test_match_record_refuses_a_total_that_is_not_the_highest() -> None:
    cohort = Instance(
        "lot", [1, 2], {101: 1, 102: 1}, {(1, 101): 90, (2, 102): 90, (1, 102): 10, (2, 101): 10}
    )
    swapped = outcome_of(cohort, MatchMode.BEST_TOTAL, {1: 102, 2: 101}, orders(cohort, cohort.possible))

    with pytest.raises(NotTheHighest):
        match_record(cohort, MatchMode.BEST_TOTAL, swapped)


def rehashed(record: dict[str, Any]) -> None:
    record["inputs_hash"] = hash_of(record["inputs"])


def raise_points(record: dict[str, Any]) -> None:
    record["inputs"]["points"][0][2] = 99


def raise_points_and_hash(record: dict[str, Any]) -> None:
    raise_points(record)
    rehashed(record)


def lower_limit(record: dict[str, Any]) -> None:
    record["inputs"]["mentors"][0][1] = 0
    rehashed(record)


def keep_a_pair_apart(record: dict[str, Any]) -> None:
    record["inputs"]["barred"] = [record["pairs"][0][:2]]
    rehashed(record)


def fix_another_pair(record: dict[str, Any]) -> None:
    record["inputs"]["fixed"] = [[1, 102]]
    rehashed(record)


def drop_a_mentee(record: dict[str, Any]) -> None:
    record["unmatched"].pop()


def count_a_mentee_twice(record: dict[str, Any]) -> None:
    record["unmatched"].append([record["pairs"][0][0], "all_full"])


def say_fixed(record: dict[str, Any]) -> None:
    record["pairs"][0][2] = "fixed"


def say_another_why(record: dict[str, Any]) -> None:
    record["unmatched"][0][1] = "by_hand"


def say_more_points(record: dict[str, Any]) -> None:
    record["figures"]["total"] += 1


def lower_the_bound(record: dict[str, Any]) -> None:
    record["proof"]["bound"] -= 1


def trade_prices_below_zero(record: dict[str, Any]) -> None:
    record["proof"]["mentee_prices"][0][1] = -1


def drop_a_price(record: dict[str, Any]) -> None:
    record["proof"]["mentee_prices"].pop()


def say_another_mode(record: dict[str, Any]) -> None:
    record["mode"] = "stable"


CHANGES: tuple[Callable[[dict[str, Any]], None], ...] = (
    raise_points, raise_points_and_hash, lower_limit, keep_a_pair_apart, fix_another_pair, drop_a_mentee,
    count_a_mentee_twice, say_fixed, say_another_why, say_more_points, lower_the_bound, drop_a_price,
    trade_prices_below_zero, say_another_mode,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_verify_rejects_what_was_changed(change: Callable[[dict[str, Any]], None]) -> None:
    cohort = Instance(
        "lot", [1, 2, 3], {101: 1, 102: 1}, {(1, 101): 40, (2, 101): 70, (2, 102): 60, (3, 102): 20}
    )
    record = recorded(cohort, MatchMode.BEST_TOTAL)
    assert verify(record) == []

    change(record)

    assert verify(record) != []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 200) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(
    name=st.sampled_from(["mode", "inputs", "pairs", "unmatched", "figures", "proof", "lot", "mentors"]),
    junk=JSON,
)
def test_verify_answers_in_words_whatever_the_file_holds(name: str, junk: Any) -> None:
    record = match_record(OPPOSED, MatchMode.BEST_TOTAL, solve(OPPOSED, MatchMode.BEST_TOTAL))
    record["inputs"] = dict(record["inputs"])
    part = record if name in record else record["inputs"]
    assume(part[name] != junk)
    part[name] = junk
    rehashed(record)

    problems = verify(record)

    assert problems and all(isinstance(problem, str) for problem in problems)
    assert verify(junk) == ["This is not an ION match record."]


def test_no_record_says_why_people_are_kept_apart() -> None:
    cohort = Instance("lot", [1], {101: 1}, {(1, 101): 50}, barred={(1, 101): "blocked"})

    record = recorded(cohort, MatchMode.STABLE)

    assert record["inputs"]["barred"] == [[1, 101]]
    assert "blocked" not in json.dumps(record).replace("blocking_pairs", "")
    assert record["unmatched"] == [[1, "kept_apart"]]


def test_verify_command_says_what_a_record_proves_and_what_breaks_it(tmp_path: Path) -> None:
    record, file = recorded(OPPOSED, MatchMode.STABLE), tmp_path / "record.json"
    file.write_text(json.dumps(record))

    valid = CliRunner().invoke(ion, ["mentoring", "verify", str(file)])
    file.write_text(json.dumps(record | {"pairs": [[1, 102, "matched"], [2, 101, "matched"]]}))
    swapped = CliRunner().invoke(ion, ["mentoring", "verify", str(file)])
    file.write_text("{")
    broken = CliRunner().invoke(ion, ["mentoring", "verify", str(file)])

    assert (valid.exit_code, swapped.exit_code, broken.exit_code) == (0, 1, 1)
    assert valid.output.startswith("Valid: 2 of 2 mentees have a mentor")
    assert record["inputs_hash"] in valid.output
    assert swapped.output.endswith("record.json does not hold.\n")
    assert "is not JSON" in broken.output

"""Every mentee and mentor of an outcome have one true answer to "why not?"."""

from typing import Any

import pytest

from ion.core.matching.instance import BadInstance, Instance
from ion.core.matching.orders import orders
from ion.core.matching.run import outcome_of, solve
from ion.core.matching.why import Answer, WhyNot, why_not
from ion.models import MatchMode
from tests.matching.instances import instance


def test_why_not_names_the_constraint_the_must_and_who_came_first() -> None:
    cohort = Instance(
        "lot",
        [1, 2, 3, 4],
        {101: 1, 102: 1, 103: 1},
        {(1, 101): 90, (1, 102): 50, (2, 101): 60, (2, 102): 40, (2, 103): 10, (3, 103): 30, (4, 103): 30},
        barred={(3, 101): "supervisor"},
        fixed={4: 103},
    )
    outcome = solve(cohort, MatchMode.STABLE)

    answers = {
        pair: why_not(cohort, outcome, *pair)
        for pair in ((1, 101), (1, 102), (2, 101), (3, 101), (3, 102), (2, 103), (3, 103), (4, 101))
    }

    assert outcome.pairs == {1: 101, 2: 102, 4: 103}
    assert answers == {
        (1, 101): Answer(WhyNot.TOGETHER),
        (1, 102): Answer(WhyNot.RANKED_HIGHER_ACCEPTED, others=(101,)),
        (2, 101): Answer(WhyNot.FULL_WITH_HIGHER, others=(1,)),
        (3, 101): Answer(WhyNot.CONSTRAINT, constraint="supervisor"),
        (3, 102): Answer(WhyNot.NOT_ON_LIST),
        (2, 103): Answer(WhyNot.RANKED_HIGHER_ACCEPTED, others=(102,)),
        (3, 103): Answer(WhyNot.FULL_WITH_DECIDED, others=(4,)),
        (4, 101): Answer(WhyNot.NOT_ON_LIST),
    }


def test_why_not_in_a_total_says_what_the_whole_would_be() -> None:
    cohort = Instance("lot", [1, 2], {101: 1, 102: 1}, {(1, 101): 100, (1, 102): 10, (2, 101): 30})
    outcome = solve(cohort, MatchMode.MOST_PLACED)

    answer = why_not(cohort, outcome, 1, 101)

    assert outcome.figures["placed"] == 2
    assert answer == Answer(WhyNot.FOR_THE_TOTAL, figures={"placed": 1, "total": 100})


def test_every_pair_of_a_stable_outcome_has_an_answer_that_holds() -> None:
    for seed in range(60):
        cohort = instance(seed, most=6)
        outcome = solve(cohort, MatchMode.STABLE)
        for mentee in cohort.mentees:
            for mentor in cohort.limits:
                answer = why_not(cohort, outcome, mentee, mentor)
                assert answer.why != WhyNot.FOR_THE_TOTAL, (seed, mentee, mentor)
                if answer.why == WhyNot.FULL_WITH_HIGHER:
                    assert len(answer.others) == cohort.limits[mentor]


def test_why_not_refuses_an_outcome_that_is_not_the_instances() -> None:
    cohort = Instance("lot", [1], {101: 1}, {(1, 101): 50})
    order = orders(cohort, cohort.possible)

    with pytest.raises(ValueError, match="blocking pair"):
        why_not(cohort, outcome_of(cohort, MatchMode.STABLE, {}, order), 1, 101)


def test_why_not_refuses_somebody_who_is_not_in_the_cohort() -> None:
    cohort = Instance("lot", [1], {101: 1}, {(1, 101): 50})

    with pytest.raises(KeyError):
        why_not(cohort, solve(cohort, MatchMode.STABLE), 1, 999)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"fixed": {1: 101, 2: 101}}, "101 has 1 more decided mentees than openings."),
        (
            {"fixed": {1: 102}, "barred": {(1, 102): "staff"}},
            "1 and 102 are kept apart, and yet a decided pair.",
        ),
        ({"fixed": {1: 101}, "edited": {1: None}}, "1 is in a fixed pair and in an edited one."),
        ({"edited": {9: 101}}, "The decided pair of 9 and 101 names somebody who is not in the cohort."),
        ({"points": {(1, 101): 101}}, "The pair (1, 101) has 101 points."),
        ({"mentees": [1, 101]}, "101 is a mentor and a mentee."),
        ({"limits": {101: -1}}, "The limit of 101 is below zero."),
    ],
)
def test_an_instance_refuses_inputs_that_contradict_each_other(fields: dict[str, Any], words: str) -> None:
    usual = {"lot": "lot", "mentees": [1, 2], "limits": {101: 1, 102: 1}, "points": {(1, 101): 50}}

    with pytest.raises(BadInstance) as refused:
        Instance(**usual | fields)  # type: ignore[arg-type]

    assert str(refused.value) == words

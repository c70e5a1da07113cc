"""Scores add up exactly, and a ranking is what scoring each candidate alone would say."""

from hypothesis import given
from hypothesis import strategies as st

from ion.core.matching.scoring import (
    TEXT,
    Criterion,
    Index,
    Reason,
    Score,
    Weights,
    as_json,
    from_json,
    rank,
    score,
)
from ion.models import Weight

TERMS = st.tuples(st.sampled_from(["topic", "state", "role"]), st.sampled_from("abcde"))
CRITERIA = st.dictionaries(TERMS, st.sampled_from(Weight), max_size=7).map(
    lambda wanted: [Criterion(*term, weight) for term, weight in wanted.items()]
)
CANDIDATES = st.dictionaries(st.integers(1, 60), st.frozensets(TERMS, max_size=9), max_size=20)
WORDS = st.none() | st.dictionaries(
    st.integers(1, 60),
    st.lists(st.sampled_from(["kick-off", "employers", "intake"]), max_size=3, unique=True),
)
WEIGHTS = st.builds(Weights, *[st.integers(1, 20)] * 3)

APPRENTICESHIP = Criterion("topic", "apprenticeship", Weight.HIGH)
COLORADO = Criterion("state", "CO", Weight.LOW)
SPANISH = Criterion("language", "es", Weight.MUST)


@given(CRITERIA, CANDIDATES, WEIGHTS, WORDS)
def test_rank_is_the_order_of_scores_taken_one_by_one(criteria, candidates, weights, words) -> None:  # type: ignore[no-untyped-def]
    told = None if words is None else {id: tuple(found) for id, found in words.items()}

    ranked = rank(criteria, candidates, weights, words=told)

    alone = {
        id: score(criteria, terms, weights, words=None if told is None else told.get(id, ()))
        for id, terms in candidates.items()
    }
    fit = [(id, found) for id, found in alone.items() if found is not None]
    assert ranked == sorted(fit, key=lambda row: (-row[1].points, -row[1].met, row[0]))
    assert rank(criteria, Index(candidates), weights, words=told, most=3) == ranked[:3]


@given(CRITERIA, st.frozensets(TERMS, max_size=9), WEIGHTS, st.none() | st.just(()) | st.just(("employers",)))
def test_score_is_the_sum_of_whole_points_of_its_reasons(criteria, terms, weights, words) -> None:  # type: ignore[no-untyped-def]
    found = score(criteria, terms, weights, words=words)

    if found is None:
        assert any(each.weight == Weight.MUST and each.term not in terms for each in criteria)
        return
    assert sum(reason.points for reason in found.reasons) == found.points
    assert all(reason.points == 0 for reason in found.reasons if not reason.is_met)
    assert 0 <= found.points <= 100
    everything = found.met == found.of > 0 and words != ("employers",)
    assert (found.points == 100) == everything
    assert found.met == sum(reason.is_met for reason in found.reasons)


def test_rank_lets_a_lot_decide_among_all_equals_before_it_cuts() -> None:
    drawn = {1: "c", 2: "a", 3: "z", 4: "b"}
    candidates = {id: {COLORADO.term} for id in (1, 2, 4)} | {3: {COLORADO.term, APPRENTICESHIP.term}}

    ranked = rank([APPRENTICESHIP, COLORADO], candidates, most=3, lot=drawn.__getitem__)

    assert [id for id, _ in ranked] == [3, 2, 4]


def test_score_shares_the_points_by_weight() -> None:
    found = score(
        [COLORADO, APPRENTICESHIP, SPANISH, Criterion("topic", "intake")],
        {("topic", "apprenticeship"), ("language", "es"), ("state", "CO")},
    )

    assert found == Score(
        66,
        (
            Reason("language", "es", Weight.MUST, 0, True),
            Reason("topic", "apprenticeship", Weight.HIGH, 55, True),
            Reason("topic", "intake", Weight.MEDIUM, 0, False),
            Reason("state", "CO", Weight.LOW, 11, True),
        ),
        met=3,
        of=4,
    )


def test_score_of_musts_alone_is_100_and_still_adds_up() -> None:
    musts = [SPANISH, Criterion("state", "CO", Weight.MUST), Criterion("role", "state", Weight.MUST)]

    found = score(musts, {each.term for each in musts})

    assert found is not None
    assert [reason.points for reason in found.reasons] == [34, 33, 33]
    assert score(musts, {SPANISH.term}) is None


def test_words_of_the_question_bring_half_for_one_and_all_for_two() -> None:
    points = [
        found and found.points
        for words in (None, (), ("kick-off",), ("employers", "kick-off"))
        if (found := score([APPRENTICESHIP], {APPRENTICESHIP.term}, words=words))
    ]

    assert points == [100, 62, 81, 100]


def test_staff_weights_change_what_criteria_bring() -> None:
    found = score([APPRENTICESHIP, COLORADO], {COLORADO.term}, Weights(high=1, medium=1, low=3))

    assert found is not None and found.points == 75


def test_a_need_without_criteria_has_no_points_and_no_reasons() -> None:
    assert score([], {COLORADO.term}) == Score(0, (), 0, 0)


def test_reasons_are_the_same_after_json() -> None:
    found = score([APPRENTICESHIP], {APPRENTICESHIP.term}, words=("kick-off", "employers"))

    assert found is not None and found.reasons[-1].facet == TEXT
    assert from_json(as_json(found.reasons)) == found.reasons

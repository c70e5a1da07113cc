"""How well a mentor fits a need: points from 0 to 100, and the reasons that add up to them exactly."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice

from ion.core.matching.index import Index, places
from ion.core.matching.reasons import (
    TEXT,
    USUAL,
    Criterion,
    Reason,
    Score,
    Term,
    Weights,
    as_json,
    from_json,
)
from ion.core.matching.wanted import Wanted
from ion.models import Weight

__all__ = [
    "TEXT",
    "Criterion",
    "Index",
    "Reason",
    "Score",
    "Term",
    "Weights",
    "as_json",
    "from_json",
    "rank",
    "score",
]


def score(
    criteria: Collection[Criterion],
    terms: Collection[Term],
    weights: Weights = USUAL,
    *,
    words: tuple[str, ...] | None = None,
) -> Score | None:
    """How well somebody with these terms fits; None where a must is not met.

    The points are 100 times what the met criteria count over what all of them count, rounded down (so that 100 means
    all of it), and the reasons share them in proportion: each its whole points, those left over by largest remainder.
    A must is a filter of 0 points; where there are only musts, they share the 100 alike. A need without any criterion
    has 0 points and no reasons.

    `words` are the words of the question found in what they wrote: a criterion of its own, which counts as medium;
    one word may be chance, so it brings half, and two or more bring all of it. None where the question has no words
    to look for.
    """
    wanted = Wanted.of(criteria, weights, has_words=words is not None)
    met = tuple(each.term in terms for each in wanted.criteria)
    if not all(
        is_met for each, is_met in zip(wanted.criteria, met, strict=True) if each.weight == Weight.MUST
    ):
        return None
    return wanted.score(met, len(words or ()), words or ())


def rank(
    criteria: Collection[Criterion],
    candidates: Mapping[int, Collection[Term]],
    weights: Weights = USUAL,
    *,
    words: Mapping[int, tuple[str, ...]] | None = None,
    most: int | None = None,
    lot: Callable[[int], str] | None = None,
) -> list[tuple[int, Score]]:
    """The candidates that meet every must, best first (equal points: more needs met, then the lower lot,
    or without `lot` the lower id). `most`: only so many of them.

    Whoever asks often over the same candidates gives an `index.Index` of them: making it is the longer half.
    """
    found = candidates if isinstance(candidates, Index) else Index(candidates)
    wanted = Wanted.of(criteria, weights, has_words=words is not None)
    spoken = words or {}
    alike = sorted(levels(wanted, found, spoken).items(), key=lambda level: (-level[0][0], -level[0][1]))
    scored = cache(wanted.score)
    ranked = (
        (id, scored(met, number, spoken.get(id, ())))
        for _, classes in alike
        for id, met, number in drawn(members(classes, found), lot)
    )
    return list(islice(ranked, most))


Class = tuple[int, tuple[bool, ...], int]
"""Candidates that meet the same criteria: their set, which criteria, and words of the question (2: or more)."""


Member = tuple[int, tuple[bool, ...], int]
"""One candidate: the id, which criteria they meet, and words of the question as above."""


def levels(
    wanted: Wanted, found: Index, words: Mapping[int, tuple[str, ...]]
) -> dict[tuple[int, int], list[Class]]:
    """The candidates that meet every must by (points, needs met)."""
    classes: list[tuple[int, tuple[bool, ...]]] = [(found.everyone, ())]
    for each in wanted.criteria:
        classes = list(split(classes, found.holders(each.term), keeps_rest=each.weight != Weight.MUST))
    some = found.those([id for id, told in words.items() if told]) if wanted.has_words else 0
    several = found.those([id for id, told in words.items() if len(told) > 1]) if some else 0
    by_level: dict[tuple[int, int], list[Class]] = {}
    for ids, met in classes:
        for number, those in enumerate((ids & ~some, ids & some & ~several, ids & several)):
            if those:
                by_level.setdefault(wanted.level(met, number), []).append((those, met, number))
    return by_level


def split(
    classes: list[tuple[int, tuple[bool, ...]]], holders: int, *, keeps_rest: bool
) -> Iterator[tuple[int, tuple[bool, ...]]]:
    for ids, met in classes:
        if ids & holders:
            yield ids & holders, (*met, True)
        if keeps_rest and ids & ~holders:
            yield ids & ~holders, (*met, False)


def drawn(some: Iterator[Member], lot: Callable[[int], str] | None) -> Iterable[Member]:
    """Those of one level in the order of their lots."""
    return sorted(some, key=lambda member: lot(member[0])) if lot else some


def members(classes: list[Class], found: Index) -> Iterator[Member]:
    """Those of one level by id, with what they meet."""
    everyone = 0
    for ids, _, _ in classes:
        everyone |= ids
    for at in places(everyone):
        met, number = next((met, number) for ids, met, number in classes if ids >> at & 1)
        yield found.ids[at], met, number

"""What would help where nobody can be asked: which of the needs to let go, and how many mentors would fit then."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from ion.core.labels import label
from ion.core.matching.scoring import Score, rank
from ion.core.mentoring import facet_label, openings, weights
from ion.mentoring.queries.needed import Needed
from ion.mentoring.queries.pool import Pool
from ion.models import Weight

MOST_WAYS = 4
COUNTED = 100
"""Openings are asked of so many mentors for each way."""


@dataclass(frozen=True, slots=True)
class Loosened:
    """A must that could be less: how many mentors with openings would fit. `value` is (facet, key) as forms say it."""

    words: str
    value: str
    mentors: int


def ways(
    need: Needed, everyone: Pool, words: Mapping[int, tuple[str, ...]] | None, barred: Collection[int]
) -> list[Loosened]:
    """The musts of a need whose loosening would lead to somebody with openings, the most helpful first."""
    found = [way for way in each_way(need, everyone, words, barred) if way.mentors]
    return sorted(found, key=lambda way: (-way.mentors, way.words))[:MOST_WAYS]


def each_way(
    need: Needed, everyone: Pool, words: Mapping[int, tuple[str, ...]] | None, barred: Collection[int]
) -> Iterator[Loosened]:
    for must in need.criteria:
        if must.weight != Weight.MUST:
            continue
        fewer = [replace(of, weight=Weight.LOW) if of == must else of for of in need.criteria]
        ranked = rank(fewer, everyone.index, weights(), words=words)
        named = f"{facet_label(must.facet)}: {label(must.facet, must.key)}"
        yield Loosened(named, f"{must.facet}:{must.key}", with_openings(ranked, barred))


def with_openings(ranked: Collection[tuple[int, Score]], barred: Collection[int]) -> int:
    """How many of those who fit have openings."""
    ids = [id for id, fit in ranked if fit.met and id not in barred][:COUNTED]
    return sum(number > 0 for number in openings(ids).values())

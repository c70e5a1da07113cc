"""How well a mentor fits a need: points from 0 to 100, and the reasons that add up to them exactly."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ion.models import Weight

Term = tuple[str, str]
"""(facet, key), as in ("topic", "apprenticeship")."""

TEXT = "text"
"""The facet of the reason that speaks of words of the question found in what the mentor wrote."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What one criterion counts; staff may change them (ion.core.mentoring.weights)."""

    high: int = 5
    medium: int = 3
    low: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Criterion:
    """One thing wanted of a mentor."""

    facet: str
    key: str
    weight: Weight = Weight.MEDIUM


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion and what it brought: `points` of the 100 (0 where it is not met, and for a must). `words` are
    the words of the question that were found, where the facet is TEXT."""

    facet: str
    key: str
    weight: Weight
    points: int
    is_met: bool
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """`points` from 0 to 100 is the sum of those of the reasons; `met` of `of` needs are met."""

    points: int
    reasons: tuple[Reason, ...]
    met: int
    of: int


def score(
    criteria: Collection[Criterion],
    terms: Collection[Term],
    weights: Weights = Weights(),
    *,
    words: tuple[str, ...] | None = None,
) -> Score | None:
    """How well somebody with these terms fits; None where a must is not met.

    `words` are the words of the question found in what they wrote: a criterion of its own; None where the question
    has no words to look for.
    """
    raise NotImplementedError


def rank(
    criteria: Collection[Criterion],
    candidates: Mapping[int, Collection[Term]],
    weights: Weights = Weights(),
    *,
    words: Mapping[int, tuple[str, ...]] | None = None,
    most: int | None = None,
) -> list[tuple[int, Score]]:
    """The candidates that meet every must, best first (equal points: more needs met, then the lower id)."""
    raise NotImplementedError


def as_json(reasons: Iterable[Reason]) -> list[dict[str, object]]:
    """Reasons as rows keep them."""
    return [
        {
            "facet": each.facet,
            "key": each.key,
            "weight": str(each.weight),
            "points": each.points,
            "is_met": each.is_met,
            "words": list(each.words),
        }
        for each in reasons
    ]


def from_json(rows: Iterable[Mapping[str, object]]) -> tuple[Reason, ...]:
    """Reasons from rows."""
    return tuple(
        Reason(
            str(row["facet"]),
            str(row["key"]),
            Weight(str(row["weight"])),
            int(str(row["points"])),
            bool(row["is_met"]),
            tuple(map(str, row["words"])),  # type: ignore[call-overload]
        )
        for row in rows
    )

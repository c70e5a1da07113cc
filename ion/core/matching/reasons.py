"""What a need asks of a mentor, and what a score says: criteria, weights, reasons."""

from collections.abc import Iterable, Mapping
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


USUAL = Weights()
"""What counts before ION staff change it."""


@dataclass(frozen=True, slots=True, order=True)
class Criterion:
    """One thing wanted of a mentor."""

    facet: str
    key: str
    weight: Weight = Weight.MEDIUM

    @property
    def term(self) -> Term:
        return self.facet, self.key


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion and what it brought: `points` of the 100 (0 where it is not met; a must brings points only where
    the need has nothing but musts). `words` are the words of the question that were found, where the facet is TEXT."""

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

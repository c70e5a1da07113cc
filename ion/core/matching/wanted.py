"""What the criteria of one need count, worked out once for all who are looked at."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from ion.core.matching.reasons import TEXT, Criterion, Reason, Score, Weights
from ion.models import Weight

ORDER = (Weight.MUST, Weight.HIGH, Weight.MEDIUM, Weight.LOW)
"""How reasons are listed."""
HALVES = 2
"""One word of the question counts half of a criterion, so everything is counted in halves."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Criteria in the order of their reasons, with what each counts, in halves. `text` is what two words count, 0 where
    the question is not looked at; `total` is what everything counts together."""

    criteria: tuple[Criterion, ...]
    counts: tuple[int, ...]
    text: int
    total: int

    @classmethod
    def of(cls, criteria: Collection[Criterion], weights: Weights, *, has_words: bool) -> Self:
        """What these criteria count under these weights; `has_words`: the question is looked at too."""
        ordered = tuple(sorted(criteria, key=lambda each: (ORDER.index(each.weight), each.facet, each.key)))
        only_musts = not has_words and all(each.weight == Weight.MUST for each in ordered)
        worth = {
            Weight.MUST: 1 if only_musts else 0,
            Weight.HIGH: weights.high,
            Weight.MEDIUM: weights.medium,
            Weight.LOW: weights.low,
        }
        counts = tuple(HALVES * worth[each.weight] for each in ordered)
        text = HALVES * weights.medium if has_words else 0
        return cls(ordered, counts, text, sum(counts) + text)

    @property
    def has_words(self) -> bool:
        return self.text > 0

    def brought(self, met: tuple[bool, ...], words: int) -> list[int]:
        """What each criterion brings, and the text last, in halves."""
        of_text = self.text * min(words, HALVES) // HALVES
        return [count if is_met else 0 for count, is_met in zip(self.counts, met, strict=True)] + [of_text]

    def level(self, met: tuple[bool, ...], words: int) -> tuple[int, int]:
        """The points, and how many needs are met."""
        return self.points(sum(self.brought(met, words))), sum(met) + (words > 0)

    def points(self, brought: int) -> int:
        return 100 * brought // self.total if self.total else 0

    def score(self, met: tuple[bool, ...], number: int, words: tuple[str, ...]) -> Score:
        """The whole score of somebody who meets these criteria and wrote `number` words of the question."""
        points, met_number = self.level(met, number)
        *parts, of_text = shares(points, self.brought(met, number))
        reasons = [
            Reason(each.facet, each.key, each.weight, part, is_met)
            for each, part, is_met in zip(self.criteria, parts, met, strict=True)
        ]
        if self.has_words:
            reasons.append(Reason(TEXT, "", Weight.MEDIUM, of_text, number > 0, words))
        return Score(points, tuple(reasons), met_number, len(reasons))


def shares(points: int, brought: list[int]) -> list[int]:
    """`points` divided in proportion to what was brought, in whole points: what is left over after rounding down goes
    to the largest remainders, the earlier first where they are equal."""
    whole = sum(brought)
    if not whole:
        return [0] * len(brought)
    parts = [points * each // whole for each in brought]
    by_remainder = sorted(range(len(brought)), key=lambda at: (-(points * brought[at] % whole), at))
    for at in by_remainder[: points - sum(parts)]:
        parts[at] += 1
    return parts

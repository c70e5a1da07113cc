"""The modes worked out again, slowly and from their definitions: every matching of a small cohort is looked at.

Nothing of `ion.core.matching` is called here; only the inputs of an instance are read.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

Matching = dict[int, int | None]


def lot(*parts: object) -> str:
    return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()


class Checker:
    """One small cohort: who may go to whom in the instance that remains, and who prefers whom."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.given = given
        self.decided = {**given.get("fixed", {}), **given.get("edited", {})}
        self.mentees = [id for id in given["mentees"] if id not in self.decided]
        self.left = dict(given["limits"])
        for mentor in self.decided.values():
            if mentor is not None:
                self.left[mentor] -= 1
        self.points = {
            pair: points
            for pair, points in given["points"].items()
            if pair[0] in self.mentees and pair not in given["barred"] and self.left[pair[1]] > 0
        }
        self.likes = {id: self.order(id, "mentee_ranks", 0, 1) for id in given["mentees"]}
        self.liked = {id: self.order(id, "mentor_ranks", 1, 0) for id in given["limits"]}

    def order(self, id: int, ranks: str, own: int, other: int) -> list[int]:
        """Own ranks, then points, then lot."""
        ranked = list(self.given[ranks].get(id, ()))
        possible = [pair[other] for pair in self.points if pair[own] == id]

        def place(who: int) -> tuple[int, int, str]:
            points = self.points[(id, who) if own == 0 else (who, id)]
            return ranked.index(who) if who in ranked else len(ranked), -points, lot(self.given["lot"], who)

        return sorted(possible, key=place)

    def matchings(self, is_hopeless: Callable[[Matching], bool] = lambda so_far: False) -> Iterator[Matching]:
        """Every matching within the limits, but for branches that are hopeless whatever follows."""

        def follow(at: int, so_far: Matching, left: dict[int, int]) -> Iterator[Matching]:
            if is_hopeless(so_far):
                return
            if at == len(self.mentees):
                yield dict(so_far)
                return
            mentee = self.mentees[at]
            for mentor in [*self.likes[mentee], None]:
                if mentor is not None and not left[mentor]:
                    continue
                rest = left if mentor is None else left | {mentor: left[mentor] - 1}
                yield from follow(at + 1, so_far | {mentee: mentor}, rest)

        yield from follow(0, {}, self.left)

    def rather(self, mentee: int, mentor: int | None) -> list[int]:
        """Whom the mentee would rather have than this one."""
        return self.likes[mentee][: self.likes[mentee].index(mentor)] if mentor else self.likes[mentee]

    def has_worse(self, mentor: int, mentee: int, matching: Matching) -> bool:
        """Whether the mentor has somebody they like less than this mentee."""
        order = self.liked[mentor]
        return any(
            theirs == mentor and order.index(other) > order.index(mentee)
            for other, theirs in matching.items()
        )

    def blocking(self, matching: Matching) -> list[tuple[int, int]]:
        """Pairs who would both rather have each other."""
        return [
            (mentee, mentor)
            for mentee, theirs in matching.items()
            for mentor in self.rather(mentee, theirs)
            if list(matching.values()).count(mentor) < self.left[mentor]
            or self.has_worse(mentor, mentee, matching)
        ]

    def stable(self) -> list[Matching]:
        """All stable matchings."""

        def is_hopeless(so_far: Matching) -> bool:
            return any(
                self.has_worse(mentor, mentee, so_far)
                for mentee, theirs in so_far.items()
                for mentor in self.rather(mentee, theirs)
            )

        return [matching for matching in self.matchings(is_hopeless) if not self.blocking(matching)]

    def worth(self, matching: Matching, *, places_first: bool) -> tuple[int, int, int]:
        """Placed and points in the order of the mode, then the pairs' lots, the lower sum being better."""
        pairs = [(mentee, mentor) for mentee, mentor in matching.items() if mentor]
        points = sum(self.points[pair] for pair in pairs)
        first, second = (len(pairs), points) if places_first else (points, len(pairs))
        return first, second, -sum(int(self.lot_of(pair)[:6], 16) for pair in pairs)

    @cache  # noqa: B019 - lives as long as one small cohort
    def lot_of(self, pair: tuple[int, int]) -> str:
        return lot(self.given["lot"], *pair)

    def best(self, *, places_first: bool) -> Matching:
        """The matching of the highest worth; branches that could not even reach it with every wish met are left."""
        most = {id: max((self.points[id, who] for who in self.likes[id]), default=0) for id in self.mentees}
        best: list[tuple[tuple[int, int, int], Matching]] = []

        def is_hopeless(so_far: Matching) -> bool:
            if not best:
                return False
            open_ones = [id for id in self.mentees if id not in so_far and self.likes[id]]
            number, points = len(open_ones), sum(most[id] for id in open_ones)
            here, bound = self.worth(so_far, places_first=places_first), best[0][0]
            more = (number, points) if places_first else (points, number)
            return (here[0] + more[0], here[1] + more[1]) < bound[:2]

        for matching in self.matchings(is_hopeless):
            if not best or self.worth(matching, places_first=places_first) > best[0][0]:
                best[:] = [(self.worth(matching, places_first=places_first), matching)]
        return best[0][1]

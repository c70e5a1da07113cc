"""One run: an instance and a mode in, pairs, who is left and why, and the figures of it out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ion.core.matching.instance import Instance
from ion.core.matching.orders import Orders, allowed, orders
from ion.core.matching.stable import blocking_pairs, stable
from ion.core.matching.totals import highest
from ion.models import MatchMode, MatchOrigin

GOOD = 60
"""From how many points on a pair counts as a good fit in the figures."""


class Unmatched(StrEnum):
    """Why a mentee has no mentor: ION staff decided so by hand; nobody in the cohort meets what they must have; those
    who would are kept apart from them; or everyone who could be has their mentees."""

    BY_HAND = "by_hand"
    NOBODY_FITS = "nobody_fits"
    KEPT_APART = "kept_apart"
    ALL_FULL = "all_full"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`pairs`: mentee to mentor, those that ION staff decided too; `origins` says which. `unmatched`: the other
    mentees and why. `figures` as in `figures_of`."""

    mode: MatchMode
    pairs: Mapping[int, int]
    origins: Mapping[int, MatchOrigin]
    unmatched: Mapping[int, Unmatched]
    figures: Mapping[str, int | float]


def solve(instance: Instance, mode: MatchMode) -> Outcome:
    """The one matching of this instance in this mode; what ION staff decided is kept."""
    order = orders(instance, instance.possible)
    found = stable(instance, order) if mode == MatchMode.STABLE else highest(instance, mode)
    return outcome_of(instance, mode, found, order)


def figures(instance: Instance) -> dict[str, dict[str, int | float]]:
    """The figures of every mode, by its name, for pages that show them side by side."""
    return {str(mode): dict(solve(instance, mode).figures) for mode in MatchMode}


def outcome_of(instance: Instance, mode: MatchMode, found: Mapping[int, int], order: Orders) -> Outcome:
    """The outcome with these pairs of the instance that remains; `order` is over its possible pairs."""
    decided = {mentee: mentor for mentee, mentor in instance.decided.items() if mentor is not None}
    pairs = dict(sorted({**found, **decided}.items()))
    origins = {mentee: origin_of(instance, mentee) for mentee in pairs}
    return Outcome(
        mode, pairs, origins, why_unmatched(instance, pairs), figures_of(instance, pairs, found, order)
    )


def origin_of(instance: Instance, mentee: int) -> MatchOrigin:
    """Where the pair of a mentee comes from."""
    if mentee in instance.fixed:
        return MatchOrigin.FIXED
    return MatchOrigin.EDITED if mentee in instance.edited else MatchOrigin.MATCHED


def why_unmatched(instance: Instance, pairs: Mapping[int, int]) -> dict[int, Unmatched]:
    """Every mentee without a mentor, and why."""
    fits = {mentee for mentee, _ in instance.points}
    may_be = {mentee for mentee, _ in allowed(instance)}
    why: dict[int, Unmatched] = {}
    for mentee in instance.mentees:
        if mentee in pairs:
            continue
        if mentee in instance.decided:
            why[mentee] = Unmatched.BY_HAND
        elif mentee not in fits:
            why[mentee] = Unmatched.NOBODY_FITS
        else:
            why[mentee] = Unmatched.ALL_FULL if mentee in may_be else Unmatched.KEPT_APART
    return why


def figures_of(
    instance: Instance, pairs: Mapping[int, int], found: Mapping[int, int], order: Orders
) -> dict[str, int | float]:
    """How a matching compares with others.

    placed: mentees with a mentor; mentees: all of them; total: the points of the pairs; mean: of a pair, to one
    decimal; least: the lowest of a pair; good: pairs of GOOD points or more; first_choices: mentees whom this gives
    the first of their list; ranked: mentees with a mentor whom they ranked themselves; blocking_pairs: pairs of the
    instance that remains who would both rather have each other. A pair that ION staff decided and that has no points
    counts as placed, with none.
    """
    points = [instance.points.get(pair, 0) for pair in pairs.items()]
    lists = orders(instance, allowed(instance)).lists if instance.decided else order.lists
    counts = Counter(
        first=sum(lists[mentee][:1] == [mentor] for mentee, mentor in pairs.items()),
        ranked=sum(mentor in instance.mentee_ranks.get(mentee, ()) for mentee, mentor in pairs.items()),
    )
    return {
        "mentees": len(instance.mentees),
        "placed": len(pairs),
        "total": sum(points),
        "mean": round(sum(points) / len(points), 1) if points else 0,
        "least": min(points, default=0),
        "good": sum(each >= GOOD for each in points),
        "first_choices": counts["first"],
        "ranked": counts["ranked"],
        "blocking_pairs": sum(1 for _ in blocking_pairs(instance, found, order)),
    }

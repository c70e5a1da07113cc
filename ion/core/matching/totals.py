"""The matchings of the highest total, and the prices that prove that there is none higher."""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from ion.core.matching.instance import Instance, Pair, lot_of
from ion.core.ports import assignment
from ion.models import MatchMode

LOT_BITS = 24
WHOLE_BITS = 62
"""What a gain, times the number of people, may take up: engines count in 64 bits."""


class NotTheHighest(Exception):
    """No prices prove this matching: another one has a higher total."""


@dataclass(frozen=True, slots=True)
class Prices:
    """A proof: what each mentee and each mentor's opening is worth, such that no possible pair gains more than its
    two prices together; then nothing can have a total above `bound`, which is what the matching has."""

    mentees: Mapping[int, int]
    mentors: Mapping[int, int]
    bound: int


def lot_bits(instance: Instance) -> int:
    """How many bits of a pair's lot count: 24, less only in a cohort of many thousand people."""
    people = len(instance.mentees) + len(instance.limits) + 2
    taken = people.bit_length() + 2 * len(instance.mentees).bit_length() + (101).bit_length()
    return max(min(LOT_BITS, WHOLE_BITS - taken), 0)


def gains(instance: Instance, mode: MatchMode) -> dict[Pair, int]:
    """What each possible pair counts: one whole number that says three things in order.

    MOST_PLACED: how many have a mentor, then the points, then the lot. BEST_TOTAL: the points, then how many have a
    mentor, then the lot. The lot of a pair is the first `lot_bits` bits of `lot_of(lot, mentee, mentor)`; of equal
    matchings the one whose lots have the lower sum is chosen.
    """
    bits, mentees = lot_bits(instance), len(instance.mentees)
    of_point, of_pair = (mentees + 1, 1) if mode == MatchMode.BEST_TOTAL else (1, 100 * mentees + 1)
    whole = (mentees << bits) + 1
    return {
        pair: (points * of_point + of_pair) * whole - pair_lot(instance.lot, pair, bits)
        for pair, points in instance.possible.items()
    }


def pair_lot(lot: str, pair: Pair, bits: int) -> int:
    return int(lot_of(lot, *pair)[: LOT_BITS // 4], 16) >> (LOT_BITS - bits)


def highest(instance: Instance, mode: MatchMode) -> dict[int, int]:
    """Pairs (mentee to mentor) of the instance that remains with the highest sum of `gains`."""
    row_of = {mentee: at for at, mentee in enumerate(instance.mentees)}
    column_of = {mentor: at for at, mentor in enumerate(instance.left)}
    work = assignment.Assignment(
        len(row_of),
        list(instance.left.values()),
        [(row_of[pair[0]], column_of[pair[1]], gain) for pair, gain in gains(instance, mode).items()],
    )
    mentors = list(instance.left)
    found = assignment.assigner().assign(work)
    return {
        mentee: mentors[column]
        for mentee, column in zip(instance.mentees, found, strict=True)
        if column is not None
    }


def prices(instance: Instance, pairs: Mapping[int, int], gain: Mapping[Pair, int]) -> Prices:
    """The lowest prices that prove these pairs (of the instance that remains) to have the highest sum of gains;
    raises NotTheHighest.

    A mentor's opening costs at least what somebody without a mentor would gain by it, and at least what a mentee of
    another mentor would gain by changing to it, on top of the price there.
    """
    steps = changes(pairs, gain)
    costs = {mentor: 0 for mentor in instance.left}
    for (mentee, mentor), worth in gain.items():
        if mentee not in pairs:
            costs[mentor] = max(costs[mentor], worth)
    raised = deque(mentor for mentor, cost in costs.items() if cost)
    raised.extend(mentor for mentor in costs if not costs[mentor])
    rounds = len(costs) * (len(costs) + 1)
    while raised and (rounds := rounds - 1) >= 0:
        mentor = raised.popleft()
        for other, more in steps.get(mentor, {}).items():
            if costs[mentor] + more > costs[other]:
                costs[other] = costs[mentor] + more
                raised.append(other)
    own = {mentee: gain[mentee, mentor] - costs[mentor] for mentee, mentor in pairs.items()}
    bound = sum(own.values()) + sum(cost * instance.left[mentor] for mentor, cost in costs.items())
    if raised or min(own.values(), default=0) < 0 or bound != total(pairs, gain):
        raise NotTheHighest
    return Prices(own, costs, bound)


def changes(pairs: Mapping[int, int], gain: Mapping[Pair, int]) -> dict[int, dict[int, int]]:
    """The most that one mentee of a mentor would gain by changing to another, by mentor and other."""
    found: dict[int, dict[int, int]] = {}
    for (mentee, other), worth in gain.items():
        if (mentor := pairs.get(mentee)) is not None and mentor != other:
            more = found.setdefault(mentor, {})
            step = worth - gain[mentee, mentor]
            more[other] = max(more.get(other, -math.inf), step)  # type: ignore[assignment]
    return found


def total(pairs: Mapping[int, int], gain: Mapping[Pair, int]) -> int:
    """What these pairs gain together."""
    return sum(gain[pair] for pair in pairs.items())

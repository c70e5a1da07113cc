"""The stable matching that is best for mentees: deferred acceptance with limits and incomplete lists."""

from collections.abc import Iterator, Mapping
from heapq import heappush, heapreplace

from ion.core.matching.instance import Instance, Pair
from ion.core.matching.orders import Orders, orders


def stable(instance: Instance, order: Orders | None = None) -> dict[int, int]:
    """Pairs (mentee to mentor) of the instance that remains, such that no two would rather have each other; of all
    such matchings the one that every mentee likes best.

    Mentees ask down their lists; a mentor who is full keeps those whom they rank first. The order of asking changes
    nothing.
    """
    order = order or orders(instance, instance.possible)
    kept: dict[int, list[tuple[int, int]]] = {mentor: [] for mentor in instance.left}
    asked = {mentee: iter(mentors) for mentee, mentors in order.lists.items()}
    waiting = list(asked)
    while waiting:
        mentee = waiting.pop()
        for mentor in asked[mentee]:
            mine, place = kept[mentor], order.places[mentee, mentor]
            if len(mine) < instance.left[mentor]:
                heappush(mine, (-place, mentee))  # the one they would rather lose is on top
                break
            if -mine[0][0] > place:
                waiting.append(heapreplace(mine, (-place, mentee))[1])
                break
    return {mentee: mentor for mentor, mine in sorted(kept.items()) for _, mentee in mine}


def blocking_pairs(
    instance: Instance, pairs: Mapping[int, int], order: Orders | None = None
) -> Iterator[Pair]:
    """Pairs of the instance that remains who would both rather have each other: the mentee than their mentor, the
    mentor than one of their mentees or an opening that nobody took."""
    order = order or orders(instance, instance.possible)
    worst, taken = dict.fromkeys(instance.left, -1), dict.fromkeys(instance.left, 0)
    for mentee, mentor in pairs.items():
        if (place := order.places.get((mentee, mentor))) is not None:
            worst[mentor], taken[mentor] = max(worst[mentor], place), taken[mentor] + 1
    for mentee, mentors in order.lists.items():
        for mentor in mentors:
            if pairs.get(mentee) == mentor:
                break
            if taken[mentor] < instance.left[mentor] or order.places[mentee, mentor] < worst[mentor]:
                yield mentee, mentor

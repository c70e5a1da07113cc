"""Cohorts by chance: limits, ties, musts, ranks, fixed and edited pairs, people kept apart."""

from random import Random
from typing import Any

from ion.core.matching.instance import Instance

FEW_POINTS = (0, 20, 20, 45, 100)
"""Few different points, so that ties are everywhere."""


def inputs(seed: int, *, most: int, list_length: int = 4, decides: bool = True) -> dict[str, Any]:
    """The fields of an Instance with up to `most` mentees and mentors, and lists of about `list_length`."""
    chance, least = Random(seed), max(1, most - 2)
    mentees = list(range(1, chance.randint(least, most) + 1))
    mentors = list(range(101, chance.randint(least, most) + 101))
    limits = {mentor: chance.choice((0, 1, 1, 1, 1, 1, 2, 3)) for mentor in mentors}
    share = min(1.0, list_length / len(mentors))
    pairs = [(mentee, mentor) for mentee in mentees for mentor in mentors]
    barred = {pair: "supervisor" for pair in pairs if chance.random() < 0.08}
    return {
        "lot": f"lot-{seed}",
        "mentees": mentees,
        "limits": limits,
        "points": {pair: chance.choice(FEW_POINTS) for pair in pairs if chance.random() < share},
        "mentee_ranks": {id: chance.sample(mentors, min(3, len(mentors))) for id in mentees if id % 4},
        "mentor_ranks": {id: chance.sample(mentees, min(3, len(mentees))) for id in mentors if id % 4},
        "barred": barred,
    } | (decided(chance, pairs, limits, barred) if decides else {})


def decided(
    chance: Random, pairs: list[tuple[int, int]], limits: dict[int, int], barred: dict[tuple[int, int], str]
) -> dict[str, Any]:
    left, done = dict(limits), set[int]()
    kinds: dict[str, dict[int, int | None]] = {"fixed": {}, "edited": {}}
    for mentee, mentor in chance.sample(pairs, len(pairs)):
        if mentee in done or (mentee, mentor) in barred or not left[mentor] or chance.random() > 0.04:
            continue
        kinds[chance.choice(("fixed", "edited"))][mentee] = mentor
        left[mentor] -= 1
        done.add(mentee)
    for mentee in {mentee for mentee, _ in pairs} - done:
        if chance.random() < 0.05:
            kinds["edited"][mentee] = None
    return kinds


def instance(seed: int, *, most: int, **wishes: Any) -> Instance:
    return Instance(**inputs(seed, most=most, **wishes))


def shuffled(rows: Any, chance: Random) -> Any:
    """The same rows in another order; what somebody ranked keeps its own."""
    items = list(rows.items() if isinstance(rows, dict) else rows)
    chance.shuffle(items)
    return dict(items) if isinstance(rows, dict) else items

"""Who comes first for whom: own ranks, then points, then lot. Strict, so that every answer is one answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ion.core.matching.instance import Instance, Pair, lot_of


@dataclass(frozen=True, slots=True)
class Orders:
    """`lists`: the mentors each mentee can have, their first choice first. `places`: for each possible pair the
    mentee's place in the mentor's order, 0 being the first."""

    lists: Mapping[int, Sequence[int]]
    places: Mapping[Pair, int]

    def prefers(self, mentee: int, mentor: int, to: int | None) -> bool:
        """Whether the mentee wants this mentor more than the one they have (None: anybody rather than nobody)."""
        if to is None:
            return True
        order = self.lists.get(mentee, ())
        return to not in order or order.index(mentor) < order.index(to)


def orders(instance: Instance, pairs: Mapping[Pair, int]) -> Orders:
    """The strict orders of both sides over these pairs (with points).

    Those one ranked oneself come first, in that order; then the others, those of more points first; equals by the
    published lot, the lower first.
    """
    drawn = sorted({*instance.mentees, *instance.limits}, key=lambda id: lot_of(instance.lot, id))
    number, people = {id: at for at, id in enumerate(drawn)}, len(drawn)
    by_mentee: dict[int, list[int]] = {mentee: [] for mentee in instance.mentees}
    by_mentor: dict[int, list[int]] = {mentor: [] for mentor in instance.limits}
    for (mentee, mentor), points in pairs.items():
        worse = (
            100 - points
        ) * people  # points and lot as one number: it sorts several times as fast as a tuple
        by_mentee[mentee].append(worse + number[mentor])
        by_mentor[mentor].append(worse + number[mentee])

    def in_order(others: list[int], own: Sequence[int]) -> list[int]:
        place = {number[id]: at for at, id in enumerate(own)}
        if place:
            others = [place.get(key % people, len(own)) * 101 * people + key for key in others]
        return [drawn[key % people] for key in sorted(others)]

    lists = {id: in_order(others, instance.mentee_ranks.get(id, ())) for id, others in by_mentee.items()}
    ordered = {id: in_order(others, instance.mentor_ranks.get(id, ())) for id, others in by_mentor.items()}
    return Orders(
        lists, {(mentee, id): at for id, order in ordered.items() for at, mentee in enumerate(order)}
    )


def allowed(instance: Instance) -> dict[Pair, int]:
    """Every pair that is not kept apart, those of decided mentees too."""
    return {pair: points for pair, points in instance.points.items() if pair not in instance.barred}

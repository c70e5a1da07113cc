"""What a matching is made from: people by number, limits, points, both sides' own ranks, what ION staff decided.

An instance is canonical: whatever the order in which rows came, equal inputs are equal instances with equal hashes.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Pair = tuple[int, int]
"""(mentee, mentor)."""


class BadInstance(ValueError):
    """These inputs contradict each other; the text is a sentence that names the people by their numbers."""


@dataclass(frozen=True)
class Instance:
    """One cohort to be matched. Numbers stand for persons; nobody is on both sides.

    `limits`: how many mentees each mentor takes. `points`: 0 to 100 for each pair that could be; a pair without
    points cannot be matched (a must is not met). `mentee_ranks`, `mentor_ranks`: one's own order of the other side,
    the first choice first. `fixed` and `edited` are what ION staff decided, before and after a run; edited to None is
    left without a mentor by hand. `barred`: pairs kept apart and why (the why is in no record and no hash). `lot`
    decides ties (`lot_of`). Ranks, points and bars of people who are not in it are left out. Raises BadInstance.
    """

    lot: str
    mentees: Sequence[int]
    limits: Mapping[int, int]
    points: Mapping[Pair, int]
    mentee_ranks: Mapping[int, Sequence[int]] = field(default_factory=dict)
    mentor_ranks: Mapping[int, Sequence[int]] = field(default_factory=dict)
    fixed: Mapping[int, int] = field(default_factory=dict)
    edited: Mapping[int, int | None] = field(default_factory=dict)
    barred: Mapping[Pair, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mentees, mentors = set(self.mentees), set(self.limits)
        canonical: dict[str, Any] = {
            "mentees": tuple(sorted(mentees)),
            "limits": dict(sorted(self.limits.items())),
            "points": dict(sorted(known(self.points, mentees, mentors))),
            "mentee_ranks": dict(ranked(self.mentee_ranks, mentees, mentors)),
            "mentor_ranks": dict(ranked(self.mentor_ranks, mentors, mentees)),
            "fixed": dict(sorted(self.fixed.items())),
            "edited": dict(sorted(self.edited.items())),
            "barred": dict(sorted(known(self.barred, mentees, mentors))),
        }
        for name, value in canonical.items():
            object.__setattr__(self, name, value)
        if problem := next(contradictions(self), ""):
            raise BadInstance(problem)

    @cached_property
    def decided(self) -> dict[int, int | None]:
        """Mentees of whom ION staff decided, with their mentor."""
        return {**self.fixed, **self.edited}

    @cached_property
    def left(self) -> dict[int, int]:
        """How many mentees each mentor still takes after what was decided."""
        taken = dict(self.limits)
        for mentor in self.decided.values():
            if mentor is not None:
                taken[mentor] -= 1
        return taken

    @cached_property
    def possible(self) -> dict[Pair, int]:
        """The pairs of the instance that remains, with their points: undecided mentees, mentors who still take
        somebody, nobody who is kept apart."""
        return {
            pair: points
            for pair, points in self.points.items()
            if pair not in self.barred and pair[0] not in self.decided and self.left[pair[1]] > 0
        }

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """The instance as JSON keeps it."""
        return {
            "lot": self.lot,
            "mentees": list(self.mentees),
            "mentors": [list(row) for row in self.limits.items()],
            "points": [[*pair, points] for pair, points in self.points.items()],
            "mentee_ranks": [[id, list(order)] for id, order in self.mentee_ranks.items()],
            "mentor_ranks": [[id, list(order)] for id, order in self.mentor_ranks.items()],
            "fixed": [list(row) for row in self.fixed.items()],
            "edited": [list(row) for row in self.edited.items()],
            "barred": [list(pair) for pair in self.barred],
        }

    @cached_property
    def inputs_hash(self) -> str:
        """SHA-256 of the inputs, in hexadecimal."""
        return hash_of(self.inputs)


def from_inputs(inputs: Mapping[str, Any]) -> Instance:
    """The instance that was kept as these inputs; raises BadInstance, KeyError, TypeError or ValueError."""
    return Instance(
        lot=inputs["lot"],
        mentees=inputs["mentees"],
        limits={mentor: limit for mentor, limit in inputs["mentors"]},
        points={(mentee, mentor): points for mentee, mentor, points in inputs["points"]},
        mentee_ranks={id: order for id, order in inputs["mentee_ranks"]},
        mentor_ranks={id: order for id, order in inputs["mentor_ranks"]},
        fixed={mentee: mentor for mentee, mentor in inputs["fixed"]},
        edited={mentee: mentor for mentee, mentor in inputs["edited"]},
        barred={(mentee, mentor): "" for mentee, mentor in inputs["barred"]},
    )


def hash_of(inputs: Mapping[str, Any]) -> str:
    """SHA-256 of inputs written as JSON without spaces, keys in order."""
    text = json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def lot_of(lot: str, *numbers: int) -> str:
    """The published rule for ties: SHA-256 of the cohort's lot and the person's number (for a pair: mentee, mentor),
    joined by colons, in hexadecimal; the lower one goes first."""
    return hashlib.sha256(":".join((lot, *map(str, numbers))).encode()).hexdigest()


def known(rows: Mapping[Pair, Any], mentees: set[int], mentors: set[int]) -> Iterator[tuple[Pair, Any]]:
    return ((pair, value) for pair, value in rows.items() if pair[0] in mentees and pair[1] in mentors)


def ranked(
    ranks: Mapping[int, Sequence[int]], own: set[int], others: set[int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    for id in sorted(own & ranks.keys()):
        if order := tuple(dict.fromkeys(other for other in ranks[id] if other in others)):
            yield id, order


def contradictions(instance: Instance) -> Iterator[str]:
    """What cannot be, in sentences."""
    yield from (f"{id} is a mentor and a mentee." for id in instance.mentees if id in instance.limits)
    yield from (f"The limit of {id} is below zero." for id, limit in instance.limits.items() if limit < 0)
    for pair, points in instance.points.items():
        if not 0 <= points <= 100:
            yield f"The pair {pair} has {points} points."
    yield from contradictions_of_staff(instance)


def contradictions_of_staff(instance: Instance) -> Iterator[str]:
    mentees = set(instance.mentees)
    for mentee in sorted(instance.fixed.keys() & instance.edited.keys()):
        yield f"{mentee} is in a fixed pair and in an edited one."
    for mentee, mentor in instance.decided.items():
        if mentee not in mentees or (mentor is not None and mentor not in instance.limits):
            yield f"The decided pair of {mentee} and {mentor} names somebody who is not in the cohort."
            return
        if mentor is not None and (mentee, mentor) in instance.barred:
            yield f"{mentee} and {mentor} are kept apart, and yet a decided pair."
    for mentor, left in instance.left.items():
        if left < 0:
            yield f"{mentor} has {-left} more decided mentees than openings."

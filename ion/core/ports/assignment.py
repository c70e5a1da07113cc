"""The assignment port: who finds the pairs of the highest total. Set by `ion.app`; everyone else asks here.

Assigners are plain objects (`ion.adapters.plain_assignment`, `ion.adapters.flow_assignment`); all pass one contract
test (`tests/adapters/test_assignment_contract.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class NoAssignerSet(Exception):
    """Pairs were to be found before `ion.app` plugged an assigner in."""


class AssignmentFailed(Exception):
    """The engine gave no answer; the text is what it said. It may give one later."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be assigned: rows 0, 1, … of which each goes to at most one column; column c takes `limits[c]` rows.

    `choices` are (row, column, gain) with a gain above zero, each row and column together once; nothing else may be
    assigned.
    """

    rows: int
    limits: Sequence[int]
    choices: Sequence[tuple[int, int, int]]


class Assigner(Protocol):
    """Finds the highest total. May be used from many threads."""

    def assign(self, work: Assignment) -> list[int | None]:
        """The column of each row (None: it stays without one), such that no other assignment has a higher sum of
        gains. Equal work gives an equal answer. Raises AssignmentFailed."""
        ...


@dataclass(slots=True)
class _InUse:
    assigner: Assigner | None = None


_in_use = _InUse()


def use(assigner: Assigner) -> None:
    """Make this the assigner of the process."""
    _in_use.assigner = assigner


def assigner() -> Assigner:
    """The assigner of the process; raises NoAssignerSet before one is plugged in."""
    if _in_use.assigner is None:
        raise NoAssignerSet
    return _in_use.assigner

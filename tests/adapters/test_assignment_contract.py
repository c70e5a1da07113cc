"""What every assigner promises: the highest total, within the limits, the same for the same work."""

import subprocess
import sys
from importlib.util import find_spec
from random import Random

import pytest

from ion.adapters.flow_assignment import FlowAssignment, asked
from ion.adapters.plain_assignment import PlainAssignment
from ion.core.ports import assignment
from ion.core.ports.assignment import Assigner, Assignment, AssignmentFailed
from tests.skips import skip_or_fail


def flow() -> FlowAssignment:
    """The engine, for work of any size."""
    if not find_spec("ortools"):
        skip_or_fail("OR-Tools is not installed: python3 scripts/install.py test")
    return FlowAssignment(few=0)


@pytest.fixture(params=["plain", "flow"])
def assigner(request: pytest.FixtureRequest) -> Assigner:
    return PlainAssignment() if request.param == "plain" else flow()


def crowd(rows: int, columns: int, choices: int) -> Assignment:
    chance = Random(rows)
    return Assignment(
        rows,
        [chance.randint(0, 3) for _ in range(columns)],
        [
            (row, column, chance.randint(1, 100))
            for row in range(rows)
            for column in chance.sample(range(columns), choices)
        ],
    )


def total(work: Assignment, answer: list[int | None]) -> int:
    gains = {(row, column): gain for row, column, gain in work.choices}
    return sum(gains[row, column] for row, column in enumerate(answer) if column is not None)


def test_assign_moves_rows_where_that_raises_the_total(assigner: Assigner) -> None:
    work = Assignment(3, [1, 1], [(0, 0, 10), (0, 1, 9), (1, 0, 8), (2, 1, 2)])

    assert assigner.assign(work) == [1, 0, None]


def test_assign_leaves_out_whoever_would_lower_the_total(assigner: Assigner) -> None:
    work = Assignment(3, [1, 0], [(0, 0, 5), (1, 0, 9), (2, 1, 50)])

    assert assigner.assign(work) == [None, 0, None]


def test_assign_answers_work_without_choices(assigner: Assigner) -> None:
    assert assigner.assign(Assignment(2, [], [])) == [None, None]


def test_all_assigners_reach_the_same_total_within_the_limits() -> None:
    work = crowd(300, 90, 12)

    plain, by_flow = PlainAssignment().assign(work), flow().assign(work)

    assert total(work, plain) == total(work, by_flow)
    for answer in (plain, by_flow):
        assert all(answer.count(column) <= limit for column, limit in enumerate(work.limits))


def test_flow_takes_gains_of_sixty_bits_as_they_are() -> None:
    work = Assignment(2, [1], [(0, 0, 2**58), (1, 0, 2**58 + 1)])

    assert flow().assign(work) == [None, 0]


def test_flow_says_what_its_child_said() -> None:
    flow()

    with pytest.raises(AssignmentFailed, match="Error"):
        asked(b"not work")


def test_the_site_never_loads_the_solver() -> None:
    told = "import sys, ion.app; print({'ortools', 'numpy', 'pandas'} & sys.modules.keys())"

    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"


def test_asking_before_an_assigner_is_plugged_in_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment._in_use, "assigner", None)

    with pytest.raises(assignment.NoAssignerSet):
        assignment.assigner()

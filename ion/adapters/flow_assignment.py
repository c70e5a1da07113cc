"""The highest total by OR-Tools' minimum-cost flow, in a child process: no process of the site ever loads it."""

import subprocess
import sys
from array import array

from ion.adapters.plain_assignment import PlainAssignment
from ion.base.config import ROOT
from ion.core.ports.assignment import Assignment, AssignmentFailed

FEW_CHOICES = 20_000
"""Up to here the plain way answers before the child has started and read (measured: 0.3 s of CPU for either)."""
SECONDS = 300


class FlowAssignment:
    """Assigns by minimum-cost flow; small work by PlainAssignment."""

    def __init__(self, few: int = FEW_CHOICES) -> None:
        self.few = few

    def assign(self, work: Assignment) -> list[int | None]:
        """The column of each row, the sum of gains being the highest there is. Raises AssignmentFailed."""
        if len(work.choices) <= self.few:
            return PlainAssignment().assign(work)
        answer = array("q")
        answer.frombytes(asked(written(work)))
        return [None if column < 0 else column for column in answer]


def written(work: Assignment) -> bytes:
    """The work as 64-bit integers: three sizes, the limits, then rows, columns and gains of the choices."""
    numbers = array("q", [work.rows, len(work.limits), len(work.choices), *work.limits])
    for place in range(3):
        numbers.extend(choice[place] for choice in work.choices)
    return numbers.tobytes()


def asked(work: bytes) -> bytes:
    """What the child answers."""
    command = [sys.executable, "-m", "ion.adapters.flow_child"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, input=work, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise AssignmentFailed(f"No answer in {SECONDS} seconds.") from None
    if done.returncode:
        raise AssignmentFailed(done.stderr.decode(errors="replace")[-500:])
    return done.stdout

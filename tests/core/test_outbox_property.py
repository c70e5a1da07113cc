"""Whatever workers do, in whatever order, die or dawdle: what was asked for last is done last."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.core import clock, outbox
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.models import OutboxRow
from tests.conftest import NOW

pytestmark = pytest.mark.database

TASK = "test.copy"
DEEDS = ("ask", "claim", "claim", "write", "finish", "finish", "fail", "die", "wait", "lease over", "restart")
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2)), min_size=4, max_size=30)
OVERTAKEN = [
    ("ask", 0),
    ("claim", 0),
    ("lease over", 0),
    ("ask", 0),
    ("claim", 1),
    ("finish", 1),
    ("finish", 0),
]
WRITTEN_LATE = [*OVERTAKEN[:5], ("write", 1), ("write", 0), ("finish", 0), ("finish", 0)]


WAITS = {"wait": timedelta(seconds=7), "lease over": outbox.LEASE}


@dataclass(slots=True)
class Claim:
    """A worker busy with one row: `seen` is what it read of the truth when it began."""

    work: Work
    seen: int


@dataclass(slots=True)
class World:
    """The truth per key, the copy that work keeps of it, the clock, and workers that are busy."""

    truth: dict[str, int] = field(default_factory=dict)
    copy: dict[str, int] = field(default_factory=dict)
    at: datetime = NOW
    busy: list[Claim] = field(default_factory=list)

    def step(self, deed: str, number: int) -> None:
        if deed == "ask":
            key = "ab"[number // 2]
            self.truth[key] = self.truth.get(key, 0) + 1
            outbox.later(TASK, key=key)
        elif deed == "claim":
            works = outbox.claim(f"worker {number}", [TASK], 1 + number)
            self.busy += [Claim(work, self.truth[work.key]) for work in works]
        elif deed == "restart":
            outbox.release_all()
        elif deed in WAITS:
            self.at += WAITS[deed]
        elif self.busy:
            self.go_on(deed, self.busy[number % len(self.busy)])

    def go_on(self, deed: str, claim: Claim) -> None:
        """A busy worker writes what it saw, or comes to an end."""
        if deed in ("write", "finish"):
            self.copy[claim.work.key] = claim.seen
        if deed != "write":
            self.busy.remove(claim)
        if deed == "finish":
            outbox.finish([claim.work])
        elif deed == "fail":
            outbox.fail(claim.work, "it broke")

    def settle(self) -> None:
        """Everyone busy comes to an end; then one good worker does what is left."""
        for _ in range(100):
            while self.busy:
                self.do("finish", 0)
            self.at += timedelta(days=1)
            self.do("claim", 1)
            if not self.busy:
                return
        raise AssertionError("the work never ends")

    def do(self, deed: str, number: int) -> None:
        with clock.frozen(self.at), unit_of_work():
            self.step(deed, number)


@pytest.mark.usefixtures("app")
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
@example(OVERTAKEN)
@example(WRITTEN_LATE)
def test_no_order_of_asking_claiming_ending_and_dying_loses_the_latest_state(
    steps: list[tuple[str, int]],
) -> None:
    with unit_of_work() as session:
        session.execute(delete(OutboxRow))
    world = World()

    for deed, number in steps:
        world.do(deed, number)
    world.settle()

    given_up = set(db.session.scalars(select(OutboxRow.key)))
    done = {key: version for key, version in world.copy.items() if key not in given_up}
    assert done == {key: version for key, version in world.truth.items() if key not in given_up}

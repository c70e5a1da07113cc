"""Doing what is due: in batches, each row by itself where a batch fails, never inside a transaction."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, outbox, working
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler, run_due
from ion.models import Heartbeat, OutboxRow, Topic
from tests.conftest import NOW

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

TASK = "test.work"


class Broken(Exception):
    """What a handler raises in these tests."""


def ask(*keys: str, task: str = TASK) -> None:
    with unit_of_work():
        for key in keys:
            outbox.later(task, key=key)


def keys_left() -> list[tuple[str, str]]:
    return [(row.key, row.last_error) for row in db.session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


def noting(batches: list[list[str]], breaks_on: str = "") -> Callable[[Sequence[Work]], None]:
    """A handler that notes the keys of each batch, and breaks when a certain key is among them."""

    def run(works: Sequence[Work]) -> None:
        batches.append([work.key for work in works])
        if breaks_on in batches[-1]:
            raise Broken(breaks_on)

    return run


def test_everything_due_is_done_in_batches_oldest_first() -> None:
    ask("1", "2", "3", "4", "5")
    batches: list[list[str]] = []

    assert run_due({TASK: Handler(noting(batches), batch=2)}, "one") == 5

    assert batches == [["1", "2"], ["3", "4"], ["5"]]
    assert keys_left() == []


def test_a_bad_row_in_a_batch_does_not_hold_up_the_others() -> None:
    ask("good", "bad", "fine")
    batches: list[list[str]] = []

    assert run_due({TASK: Handler(noting(batches, breaks_on="bad"), batch=10)}, "one") == 2

    assert batches == [["good", "bad", "fine"], ["good"], ["bad"], ["fine"]]
    assert keys_left() == [("bad", "Broken('bad')")]


def test_work_that_failed_is_tried_again_when_its_time_has_come() -> None:
    ask("bad")
    broken: list[list[str]] = []
    handlers = {TASK: Handler(noting(broken, breaks_on="bad"))}
    run_due(handlers, "one")

    assert run_due(handlers, "one") == 0
    with clock.frozen(NOW + outbox.FIRST_RETRY):
        assert run_due({TASK: Handler(noting([]))}, "one") == 1
    assert broken == [["bad"]]


def test_what_a_broken_handler_wrote_in_its_unit_is_undone() -> None:
    ask("bad")

    def run(_works: Sequence[Work]) -> None:
        with unit_of_work() as session:
            session.add(Topic(key="half", name="Half"))
            session.flush()
            raise Broken

    run_due({TASK: Handler(run)}, "one")

    assert db.session.scalars(select(Topic.key)).all() == []


def test_a_handler_works_outside_any_transaction_so_that_nobody_waits_for_it(app: Flask) -> None:
    ask("slow")

    def run(_works: Sequence[Work]) -> None:
        with app.app_context(), unit_of_work() as session:
            session.add(Topic(key="meanwhile", name="Meanwhile"))

    assert run_due({TASK: Handler(run)}, "one") == 1

    assert db.session.scalars(select(Topic.key)).all() == ["meanwhile"]


def test_what_is_asked_for_while_it_is_done_is_done_again() -> None:
    ask("post:7")
    batches: list[list[str]] = []

    def run(works: Sequence[Work]) -> None:
        batches.append([work.key for work in works])
        if len(batches) == 1:
            ask("post:7")

    run_due({TASK: Handler(run)}, "one")

    assert batches == [["post:7"], ["post:7"]]
    assert keys_left() == []


def test_work_of_a_task_that_nobody_handles_waits() -> None:
    ask("early", task="test.not-yet")

    assert run_due({TASK: Handler(noting([]))}, "one") == 0

    assert keys_left() == [("early", "")]


def test_work_that_always_asks_for_itself_stops_at_the_limit() -> None:
    ask("endless")

    assert run_due({TASK: Handler(lambda _works: ask("endless"))}, "one", limit=5) == 5


def test_beat_notes_when_a_process_was_last_alive() -> None:
    working.beat("worker")
    with clock.frozen(NOW + timedelta(minutes=1)):
        working.beat("worker")
    working.beat("other")

    beats = db.session.execute(select(Heartbeat.name, Heartbeat.at).order_by(Heartbeat.name)).all()
    assert [tuple(beat) for beat in beats] == [("other", NOW), ("worker", NOW + timedelta(minutes=1))]

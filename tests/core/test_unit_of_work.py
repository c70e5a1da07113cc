"""One commit site, one transaction, one winner; and nothing lost to a kill."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update

from ion.base.config import ROOT
from ion.base.extensions import db
from ion.core import clock, outbox, signals, working
from ion.core.unit_of_work import NestedUnitOfWork, WriteOutsideUnitOfWork, unit_of_work
from ion.models import OutboxRow, Topic
from tests.core import victim
from tests.core.seats import Room, RoomFull, Seat, seat_tables, take_seat, taken
from tests.databases import Tidy
from tests.factories import TopicFactory
from tests.racing import THREADS, at_once

pytestmark = pytest.mark.database

ROUNDS = [3, pytest.param(20, marks=pytest.mark.soak)]
Kill = Callable[[str], None]


@pytest.fixture
def one_seat(app: Flask) -> Iterator[None]:
    with seat_tables():
        yield


def keys() -> list[str]:
    return sorted(db.session.scalars(select(Topic.key)))


@pytest.mark.usefixtures("one_seat")
@pytest.mark.parametrize("rounds", ROUNDS)
def test_the_last_seat_goes_to_exactly_one_of_eight_who_ask_at_once(app: Flask, rounds: int) -> None:
    def ask(number: int) -> str:
        taken()  # as a view reads before it writes
        try:
            with unit_of_work():
                take_seat(f"member {number}")
        except RoomFull:
            return "full"
        return "seat"

    for _ in range(rounds):
        with unit_of_work() as session:
            session.execute(delete(Seat))

        answers = at_once(app, ask)

        assert sorted(answers) == ["full"] * (THREADS - 1) + ["seat"]
        assert taken() == 1


@pytest.mark.usefixtures("one_seat")
def test_a_count_that_many_raise_at_once_loses_none(app: Flask) -> None:
    def ask(_number: int) -> str:
        with unit_of_work() as session:
            room = session.get(Room, 1, with_for_update=True)
            assert room
            room.seats += 1
        return "raised"

    assert at_once(app, ask) == ["raised"] * THREADS
    assert db.session.scalar(select(Room.seats)) == 1 + THREADS


@pytest.mark.usefixtures("app")
def test_a_unit_inside_a_unit_is_refused_and_the_outer_one_is_undone() -> None:
    with pytest.raises(NestedUnitOfWork), unit_of_work() as session:
        session.add(Topic(key="outer", name="Outer"))
        with unit_of_work():
            pass

    assert keys() == []


@pytest.mark.usefixtures("app")
def test_an_exception_undoes_everything_of_the_unit_flushed_or_not() -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work() as session:
        session.add(Topic(key="flushed", name="Flushed"))
        session.flush()
        session.execute(insert(Topic).values(key="by-statement", name="By statement", summary=""))
        session.add(Topic(key="waiting", name="Waiting"))
        raise ZeroDivisionError

    assert keys() == []


@pytest.mark.usefixtures("app")
def test_a_unit_works_again_after_one_that_failed() -> None:
    with pytest.raises(KeyboardInterrupt), unit_of_work():
        raise KeyboardInterrupt

    with unit_of_work() as session:
        session.add(Topic(key="after", name="After"))

    assert keys() == ["after"]


def test_rows_read_before_the_unit_are_read_again_inside_it(app: Flask) -> None:
    topic = TopicFactory("moved", "As first read")
    assert topic.name == "As first read"
    with app.app_context(), unit_of_work() as other:
        other.execute(update(Topic).values(name="As changed by another"))

    with unit_of_work():
        inside = topic.name

    assert inside == "As changed by another"


@pytest.mark.usefixtures("app")
def test_a_unit_takes_part_in_what_it_wrote_before_the_commit() -> None:
    with unit_of_work() as session:
        session.add(Topic(key="mine", name="Mine"))
        session.flush()
        inside = keys()

    assert inside == ["mine"]


def test_what_a_unit_wrote_is_not_seen_elsewhere_before_its_end(app: Flask) -> None:
    with unit_of_work() as session:
        session.add(Topic(key="mine", name="Mine"))
        session.flush()
        with app.app_context():
            elsewhere = keys()

    assert elsewhere == []
    assert keys() == ["mine"]


@pytest.mark.usefixtures("app")
def test_a_row_added_outside_a_unit_is_refused_at_the_flush() -> None:
    db.session.add(Topic(key="stray", name="Stray"))

    with pytest.raises(WriteOutsideUnitOfWork, match="Topic"):
        db.session.flush()


@pytest.mark.usefixtures("app")
def test_a_row_changed_outside_a_unit_is_refused_before_the_next_read() -> None:
    TopicFactory("stray").name = "Changed by accident"

    with pytest.raises(WriteOutsideUnitOfWork, match="Topic"):
        keys()


@pytest.mark.usefixtures("app")
def test_a_row_removed_outside_a_unit_is_refused_at_the_commit() -> None:
    db.session.delete(TopicFactory("stray"))

    with pytest.raises(WriteOutsideUnitOfWork):
        db.session.commit()


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "statement",
    [
        insert(Topic).values(key="stray", name="Stray", summary=""),
        update(Topic).values(name="Stray"),
        delete(Topic),
        insert(Topic.__table__).values(key="stray", name="Stray", summary=""),
    ],
    ids=["insert", "update", "delete", "insert into the table"],
)
def test_a_statement_that_writes_outside_a_unit_is_refused(statement: object) -> None:
    topic = TopicFactory("kept", "Kept")

    with pytest.raises(WriteOutsideUnitOfWork):
        db.session.execute(statement)  # type: ignore[call-overload]

    db.session.rollback()
    assert [(topic.key, topic.name)] == [("kept", "Kept")]


@pytest.mark.usefixtures("app")
def test_a_reader_never_waits_for_a_writer_nor_sees_half_of_it(app: Flask) -> None:
    TopicFactory("first")
    with unit_of_work() as session:
        session.execute(text("UPDATE topic SET name = 'half'"))
        with app.app_context():
            seen = db.session.scalar(select(Topic.name))

    assert seen == "First"


@pytest.mark.usefixtures("app")
def test_the_worker_is_poked_after_the_commit_and_only_if_work_was_asked_for() -> None:
    poked: list[list[str]] = []

    def poke(_sender: object) -> None:
        poked.append(list(db.session.scalars(select(OutboxRow.key))))

    with signals.work_waiting.connected_to(poke):
        with unit_of_work() as session:
            session.add(Topic(key="quiet", name="Quiet"))
        with pytest.raises(ZeroDivisionError), unit_of_work():
            outbox.later("test.work", key="undone")
            raise ZeroDivisionError
        with unit_of_work():
            outbox.later("test.work", key="kept")
        with unit_of_work():
            pass

    assert poked == [["kept"]]


@pytest.fixture(scope="module")
def victims() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.core.victim"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.communicate()


@pytest.fixture
def kill_at(victims: subprocess.Popen[str], database: str) -> Callable[[str], None]:
    """Run what ends with a kill at the point, on the test's database."""

    def kill(point: str) -> None:
        assert victims.stdin and victims.stdout
        victims.stdin.write(f"{point} {database}\n")
        victims.stdin.flush()
        assert victims.stdout.readline().strip() == "-9"

    return kill


def work(instant: datetime) -> int:
    with clock.frozen(instant):
        return working.run_due({victim.TASK: working.Handler(victim.plant)}, "survivor")


@pytest.mark.usefixtures("app")
def test_a_kill_before_the_commit_leaves_nothing(kill_at: Kill) -> None:
    kill_at("before_commit")

    assert keys() == []
    assert work(clock.now()) == 0


@pytest.mark.usefixtures("app")
def test_a_kill_after_the_commit_keeps_the_row_and_the_work(kill_at: Kill, site: Tidy) -> None:
    site.written |= {"topic", "outbox", "kind_version"}

    kill_at("after_commit")

    assert keys() == ["asked"]
    assert work(clock.now()) == 1
    assert keys() == ["asked", "planted"]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("way", ["the lease runs out", "the worker starts again"])
def test_a_kill_after_the_claim_leaves_the_work_due_once(kill_at: Kill, way: str) -> None:
    with unit_of_work():
        outbox.later(victim.TASK, key="planted")
    kill_at("after_claim")
    assert keys() == []
    assert work(clock.now()) == 0

    if way == "the worker starts again":
        with unit_of_work():
            outbox.release_all()
        again = clock.now()
    else:
        again = clock.now() + outbox.LEASE
    assert work(again) == 1
    assert work(again) == 0
    assert keys() == ["planted"]


@pytest.mark.usefixtures("app")
def test_a_kill_between_the_work_and_its_end_does_it_twice_without_harm(kill_at: Kill) -> None:
    with unit_of_work():
        outbox.later(victim.TASK, key="planted")
    kill_at("before_finish")
    assert keys() == ["planted"]

    assert work(clock.now() + outbox.LEASE) == 1

    assert keys() == ["planted"]
    assert db.session.scalar(select(OutboxRow.id)) is None

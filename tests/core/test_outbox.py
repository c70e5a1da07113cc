"""Work for later: asked once however often, claimed by one, never lost."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, outbox
from ion.core.outbox import FIRST_RETRY, LEASE, MAX_ATTEMPTS, Work
from ion.core.unit_of_work import unit_of_work
from ion.models import OutboxRow
from tests.conftest import NOW

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]

TASK = "test.work"
HOUR = timedelta(hours=1)


def ask(key: str = "post:7", not_before: datetime | None = None, **payload: int) -> None:
    with unit_of_work():
        outbox.later(TASK, key=key, kind="post", id=7, payload=payload, not_before=not_before)


def claim(worker: str = "one", limit: int = 10) -> list[Work]:
    with unit_of_work():
        return outbox.claim(worker, [TASK], limit)


def finish(works: Sequence[Work]) -> None:
    with unit_of_work():
        outbox.finish(works)


def fail(work: Work, error: str = "it broke") -> None:
    with unit_of_work():
        outbox.fail(work, error)


def rows() -> list[OutboxRow]:
    return list(db.session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def only() -> OutboxRow:
    [row] = rows()
    return row


def test_asking_twice_is_asking_once_with_the_newer_payload_and_the_earlier_hour() -> None:
    ask(not_before=NOW + HOUR, version=1)
    ask(not_before=NOW + 2 * HOUR, version=2)

    row = only()
    assert (row.generation, row.payload, row.due_at) == (2, {"version": 2}, NOW + HOUR)


def test_asking_again_for_now_brings_the_hour_forward() -> None:
    ask(not_before=NOW + HOUR)
    ask()

    assert only().due_at == NOW


def test_asking_in_a_unit_that_fails_asks_for_nothing() -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        outbox.later(TASK, key="post:7")
        raise ZeroDivisionError

    assert rows() == []


def test_other_keys_and_other_tasks_are_other_work() -> None:
    ask("post:7")
    ask("post:8")
    with unit_of_work():
        outbox.later("test.other", key="post:7")

    assert [(row.task, row.key, row.generation) for row in rows()] == [
        (TASK, "post:7", 1),
        (TASK, "post:8", 1),
        ("test.other", "post:7", 1),
    ]


def test_claim_takes_what_is_due_oldest_first_up_to_the_limit() -> None:
    ask("late", not_before=NOW + HOUR)
    ask("second", not_before=NOW - HOUR)
    ask("first", not_before=NOW - 2 * HOUR)
    ask("third")
    with unit_of_work():
        outbox.later("test.other", key="first")

    claimed = claim(limit=2)

    assert [work.key for work in claimed] == ["first", "second"]
    assert [work.key for work in claim()] == ["third"]


def test_a_claim_tells_the_handler_what_was_asked_for() -> None:
    ask("post:7", version=3)

    [work] = claim("one")

    assert (work.task, work.key, work.kind, work.subject_id, work.payload) == (
        TASK,
        "post:7",
        "post",
        7,
        {"version": 3},
    )
    assert (work.generation, work.attempts, only().claimed_by) == (1, 1, "one")


def test_claimed_work_is_free_again_when_the_lease_ran_out_and_not_before() -> None:
    ask()
    claim("one")

    with clock.frozen(NOW + LEASE - timedelta(seconds=1)):
        assert claim("two") == []
    with clock.frozen(NOW + LEASE):
        assert [work.attempts for work in claim("two")] == [2]


def test_finished_work_is_gone() -> None:
    ask()

    finish(claim())

    assert rows() == []


def test_finishing_an_older_generation_keeps_the_newer_one_due_at_once_with_all_attempts() -> None:
    ask(version=1)
    works = claim()
    ask(version=2)

    finish(works)

    [again] = claim()
    assert (again.generation, again.attempts, again.payload) == (2, 1, {"version": 2})


def test_failing_an_older_generation_neither_delays_nor_gives_up_the_newer_one() -> None:
    ask()
    for attempt in range(MAX_ATTEMPTS):
        with clock.frozen(NOW + attempt * HOUR):
            [work] = claim()
            if attempt < MAX_ATTEMPTS - 1:
                fail(work)

    with clock.frozen(NOW + MAX_ATTEMPTS * HOUR):
        ask(version=2)
        fail(work)

        assert [(again.payload, again.attempts) for again in claim()] == [({"version": 2}, 1)]


def test_each_failure_waits_twice_as_long_and_the_last_one_gives_up() -> None:
    ask()
    waits: list[timedelta] = []
    at = NOW
    for attempt in range(MAX_ATTEMPTS):
        with clock.frozen(at):
            [work] = claim()
            fail(work, f"reason {attempt}")
        waits.append(only().due_at - at)
        at = only().due_at

    assert waits == [FIRST_RETRY * 2**number for number in range(MAX_ATTEMPTS)]
    assert (only().failed_at, only().last_error) == (at - waits[-1], f"reason {MAX_ATTEMPTS - 1}")
    with clock.frozen(at + 1000 * HOUR):
        assert claim() == []
        assert outbox.waiting() == 0


def test_given_up_work_that_is_asked_for_again_gets_all_its_attempts_back() -> None:
    ask()
    with unit_of_work():
        only().failed_at, only().attempts = NOW - HOUR, MAX_ATTEMPTS

    ask()

    assert [work.attempts for work in claim()] == [1]


def test_work_during_which_the_worker_dies_every_time_is_given_up_too() -> None:
    ask()
    for number in range(MAX_ATTEMPTS):
        with clock.frozen(NOW + number * LEASE):
            assert len(claim()) == 1

    with clock.frozen(NOW + MAX_ATTEMPTS * LEASE):
        assert claim() == []
    assert (only().failed_at, only().last_error) == (NOW + MAX_ATTEMPTS * LEASE, outbox.NEVER_ENDED)


def test_an_error_longer_than_its_column_is_cut() -> None:
    ask()

    fail(claim()[0], "x" * 10_000)

    assert len(only().last_error) == 500


def test_the_slower_of_two_claims_has_its_work_done_once_more_by_the_one_that_holds_it() -> None:
    ask()
    [slow] = claim("slow")
    with clock.frozen(NOW + LEASE):
        [quick] = claim("quick")
        finish([slow])

        assert (only().claimed_by, claim("third")) == ("quick", [])
        finish([quick])
        assert [work.key for work in claim("quick")] == ["post:7"]


def test_the_slower_of_two_claims_has_its_work_done_once_more_when_the_other_is_through() -> None:
    ask(version=1)
    [slow] = claim("slow")
    with clock.frozen(NOW + LEASE):
        finish(claim("quick"))
        assert rows() == []

        finish([slow])

        assert [(work.key, work.kind, work.subject_id, work.payload) for work in claim("quick")] == [
            ("post:7", "post", 7, {"version": 1})
        ]


def test_a_lost_claim_that_fails_leaves_the_holder_alone() -> None:
    ask()
    [slow] = claim("slow")
    with clock.frozen(NOW + LEASE):
        claim("quick")

        fail(slow)

        assert (only().claimed_by, only().failed_at, only().due_at) == ("quick", None, NOW)


def test_a_lost_claim_never_brings_back_an_older_payload() -> None:
    ask(version=1)
    [slow] = claim("slow")
    with clock.frozen(NOW + LEASE):
        finish(claim("quick"))
        ask(version=2)

        finish([slow])

        assert [work.payload for work in claim()] == [{"version": 2}]


def test_release_all_frees_what_a_killed_worker_held() -> None:
    ask("held")
    ask("later", not_before=NOW + HOUR)
    claim("killed")

    with unit_of_work():
        outbox.release_all()

    assert [(work.key, work.attempts) for work in claim("new")] == [("held", 2)]


def test_waiting_counts_what_is_due_and_not_given_up() -> None:
    ask("due")
    ask("due too")
    ask("later", not_before=NOW + HOUR)
    ask("failed")
    with unit_of_work():
        rows()[3].failed_at = NOW

    assert outbox.waiting() == 2


def test_two_workers_at_once_claim_every_row_exactly_once(app: Flask) -> None:
    for number in range(40):
        ask(f"post:{number}")
    barrier, claimed = Barrier(2), dict[str, list[str]]()

    def work(name: str) -> None:
        with app.app_context(), clock.frozen(NOW):
            barrier.wait(30)
            mine = claimed[name] = []
            while works := claim(name, 3):
                mine += [work.key for work in works]

    threads = [Thread(target=work, args=[name]) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(claimed["one"] + claimed["two"]) == sorted(f"post:{number}" for number in range(40))

"""Doing the outbox's work: claim in a short transaction, work outside any, finish in another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from ion.base.extensions import db
from ion.core import clock, outbox
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.core.upsert import insert_for
from ion.models import Heartbeat

log = structlog.get_logger("ion.worker")


class SomeFailed(Exception):
    """Some rows of a batch failed, each by itself, and all others are done; `failures` are the errors by row id."""

    def __init__(self, failures: Mapping[int, Exception]) -> None:
        super().__init__(*failures.values())
        self.failures = failures


@dataclass(frozen=True, slots=True)
class Handler:
    """Does one task for a batch of up to `batch` rows. It must be safe to do twice; it opens its own transactions.

    What it raises is taken to be of all of its rows, and each is done anew by itself; but for SomeFailed.
    """

    run: Callable[[Sequence[Work]], None]
    batch: int = 1


def run_due(handlers: Mapping[str, Handler], worker: str, *, limit: int = 10_000) -> int:
    """Do everything due, oldest first, and return how many rows were finished."""
    finished = 0
    for task, handler in handlers.items():
        while finished < limit:
            with unit_of_work():
                works = outbox.claim(worker, [task], handler.batch)
            if not works:
                break
            finished += run_batch(handler, works)
    return finished


def run_batch(handler: Handler, works: Sequence[Work]) -> int:
    """One batch; when it fails, each row by itself, so that a bad one holds up nobody."""
    failures: Mapping[int, Exception] = {}
    try:
        handler.run(works)
    except SomeFailed as some:
        failures = some.failures
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is written down and tried again
        db.session.rollback()
        if len(works) > 1:
            return sum(run_batch(handler, [work]) for work in works)
        failures = {works[0].id: error}
    done = [work for work in works if work.id not in failures]
    with unit_of_work():
        outbox.finish(done)
        for work in works:
            if work.id in failures:
                fail(work, failures[work.id])
    return len(done)


def fail(work: Work, error: Exception) -> None:
    """Write down that the work failed."""
    log.warning("work failed", task=work.task, key=work.key, attempt=work.attempts, error=repr(error))
    outbox.fail(work, repr(error))


def beat(name: str) -> None:
    """Say that a background process is alive."""
    with unit_of_work() as session:
        row = insert_for(session, Heartbeat).values(name=name, at=clock.now())
        session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"at": row.excluded.at}))

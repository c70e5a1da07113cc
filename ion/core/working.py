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


@dataclass(frozen=True, slots=True)
class Handler:
    """Does one task for a batch of up to `batch` rows. It must be safe to do twice; it opens its own transactions."""

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
    try:
        handler.run(works)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is written down and tried again
        db.session.rollback()
        if len(works) > 1:
            return sum(run_batch(handler, [work]) for work in works)
        log.warning(
            "work failed", task=works[0].task, key=works[0].key, attempt=works[0].attempts, error=repr(error)
        )
        with unit_of_work():
            outbox.fail(works[0], repr(error))
        return 0
    with unit_of_work():
        outbox.finish(works)
    return len(works)


def beat(name: str) -> None:
    """Say that a background process is alive."""
    with unit_of_work() as session:
        row = insert_for(session, Heartbeat).values(name=name, at=clock.now())
        session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"at": row.excluded.at}))

"""Work for later, asked for in the transaction that makes it necessary, done by the worker.

Asking twice under one key is asking once: `generation` rises and the earlier due time counts. Work is claimed in one
short transaction, done outside any, and finished in another. A claim is a lease: when it runs out, the work is due
again, and somebody else may claim it. Only the claim that still holds ends the work, and only the generation it saw:
an update made meanwhile is done again, and so is work whose lease ran out, since the slower of two may have written
the older state last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Delete, Update, and_, delete, func, or_, select, update

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import insert_for
from ion.models import OutboxRow

ASKED = "ion_outbox_asked"
LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=20)
MAX_ATTEMPTS = 8
NEVER_ENDED = "The worker ended each time while it did this."


@dataclass(frozen=True, slots=True)
class Work:
    """A claimed row: what to do, to what, which generation of the asking, and the lease that names the claim."""

    id: int
    generation: int
    attempts: int
    task: str
    key: str
    kind: str
    subject_id: int | None
    payload: dict[str, Any]
    lease_until: datetime | None = None


def later(
    task: str,
    *,
    key: str,
    kind: str = "",
    id: int | None = None,
    payload: dict[str, Any] | None = None,
    not_before: datetime | None = None,
) -> None:
    """Ask for `task`, in the present transaction; the same (task, key) again is the same work, newer.

    `payload` is small JSON that says how, never what: a handler reads what is true when it begins, since work whose
    lease ran out is done again as it was asked for then. Failed work that is asked for again gets all its attempts.
    """
    row = {"task": task, "key": key, "subject_kind": kind, "subject_id": id, "payload": payload or {}}
    ask(row, due=not_before or clock.now(), is_news=True)


def ask(row: dict[str, Any], *, due: datetime, is_news: bool) -> None:
    """Add the row or raise the generation of the one that is there; news brings its own payload."""
    session = db.session()
    asked = insert_for(session, OutboxRow).values(
        **row, generation=1, attempts=0, created_at=clock.now(), due_at=due, last_error=""
    )
    earlier = func.min if session.get_bind().dialect.name == "sqlite" else func.least
    changes = {
        "generation": OutboxRow.generation + 1,
        "due_at": earlier(OutboxRow.due_at, asked.excluded.due_at),
        "attempts": 0,
        "failed_at": None,
    }
    if is_news:
        changes["payload"] = asked.excluded.payload
    session.execute(asked.on_conflict_do_update(index_elements=["task", "key"], set_=changes))
    session.info[ASKED] = True


def claim(worker: str, tasks: Sequence[str], limit: int) -> list[Work]:
    """Take up to `limit` due rows of these tasks for `worker`; call inside a unit of work of its own."""
    session = db.session()
    at = clock.now()
    free = is_free(tasks, at)
    session.execute(
        update(OutboxRow)
        .where(free, OutboxRow.attempts >= MAX_ATTEMPTS)
        .values(claimed_by=None, lease_until=None, failed_at=at, last_error=NEVER_ENDED)
    )
    rows = session.scalars(
        select(OutboxRow)
        .where(free)
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.claimed_by, row.lease_until = worker, at + LEASE
        row.attempts += 1
    return [work_of(row) for row in rows]


def is_free(tasks: Sequence[str], at: datetime) -> ColumnElement[bool]:
    """SQL: due, not given up, and nobody holds it."""
    return and_(
        OutboxRow.task.in_(tasks),
        OutboxRow.failed_at.is_(None),
        OutboxRow.due_at <= at,
        or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until <= at),
    )


def work_of(row: OutboxRow) -> Work:
    return Work(
        id=row.id,
        generation=row.generation,
        attempts=row.attempts,
        task=row.task,
        key=row.key,
        kind=row.subject_kind,
        subject_id=row.subject_id,
        payload=dict(row.payload),
        lease_until=row.lease_until,
    )


def finish(done: Sequence[Work]) -> None:
    """Remove finished work; rows asked for again meanwhile stay, due at once."""
    for work in done:
        if not changes_a_row(delete(OutboxRow).where(is_held(work), OutboxRow.generation == work.generation)):
            let_go(work)


def fail(work: Work, error: str) -> None:
    """Try again later, each time waiting twice as long; after MAX_ATTEMPTS the row stays for staff to see.

    Rows asked for again meanwhile are due at once instead: the failure was that of the older generation.
    """
    at = clock.now()
    put_off = (
        update(OutboxRow)
        .where(is_held(work), OutboxRow.generation == work.generation)
        .values(
            claimed_by=None,
            lease_until=None,
            last_error=error[:500],
            due_at=at + FIRST_RETRY * 2 ** (work.attempts - 1),
            failed_at=at if work.attempts >= MAX_ATTEMPTS else None,
        )
    )
    if not changes_a_row(put_off):
        let_go(work)


def is_held(work: Work) -> ColumnElement[bool]:
    """SQL: this claim still holds the row; no two claims of a row have the same end of lease."""
    return and_(OutboxRow.id == work.id, OutboxRow.lease_until == work.lease_until)


def let_go(work: Work) -> None:
    """End a claim but not the work: free the row, or ask for the work once more where the claim was lost."""
    freed = update(OutboxRow).where(is_held(work)).values(claimed_by=None, lease_until=None, attempts=0)
    if not changes_a_row(freed):
        row = {"task": work.task, "key": work.key, "subject_kind": work.kind, "subject_id": work.subject_id}
        ask(row | {"payload": work.payload}, due=clock.now(), is_news=False)


def changes_a_row(statement: Update | Delete) -> bool:
    result = db.session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def waiting() -> int:
    """How many rows are due and not done."""
    due = select(func.count()).where(OutboxRow.failed_at.is_(None), OutboxRow.due_at <= clock.now())
    return db.session.scalar(due) or 0


def try_again(row_id: int) -> bool:
    """Make failed work due at once with all its attempts; False where it did not fail (any more)."""
    return changes_a_row(
        update(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.failed_at.is_not(None))
        .values(failed_at=None, attempts=0, due_at=clock.now(), claimed_by=None, lease_until=None)
    )


def release_all() -> None:
    """Let go of every claim, at the start of the only worker: what a killed one held is due at once."""
    db.session.execute(
        update(OutboxRow).where(OutboxRow.claimed_by.is_not(None)).values(claimed_by=None, lease_until=None)
    )

"""Work for later, asked for in the transaction that makes it necessary, done by the worker.

Asking twice under one key is asking once: `generation` rises and the earlier due time counts. Work is claimed in one
short transaction, done outside any, and finished in another; finishing deletes by (id, generation), so an update made
meanwhile is done again and never lost. A claim is a lease: when it runs out, the work is due again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import insert_for
from ion.models import OutboxRow

ASKED = "ion_outbox_asked"
LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=20)
MAX_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Work:
    """A claimed row: what to do, to what, and which generation of the asking."""

    id: int
    generation: int
    attempts: int
    task: str
    key: str
    kind: str
    subject_id: int | None
    payload: dict[str, Any]


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

    `payload` is small JSON. Failed work that is asked for again gets all its attempts back.
    """
    session = db.session()
    at = clock.now()
    due = not_before or at
    row = insert_for(session, OutboxRow).values(
        task=task,
        key=key,
        subject_kind=kind,
        subject_id=id,
        payload=payload or {},
        generation=1,
        attempts=0,
        created_at=at,
        due_at=due,
        last_error="",
    )
    earlier = func.min if session.get_bind().dialect.name == "sqlite" else func.least
    session.execute(
        row.on_conflict_do_update(
            index_elements=["task", "key"],
            set_={
                "generation": OutboxRow.generation + 1,
                "payload": row.excluded.payload,
                "due_at": earlier(OutboxRow.due_at, row.excluded.due_at),
                "attempts": 0,
                "failed_at": None,
            },
        )
    )
    session.info[ASKED] = True


def claim(worker: str, tasks: Sequence[str], limit: int) -> list[Work]:
    """Take up to `limit` due rows of these tasks for `worker`; call inside a unit of work of its own."""
    session = db.session()
    at = clock.now()
    rows = session.scalars(
        select(OutboxRow)
        .where(OutboxRow.task.in_(tasks), OutboxRow.failed_at.is_(None), OutboxRow.due_at <= at)
        .where(or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until <= at))
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.claimed_by, row.lease_until = worker, at + LEASE
        row.attempts += 1
    return [
        Work(r.id, r.generation, r.attempts, r.task, r.key, r.subject_kind, r.subject_id, dict(r.payload))
        for r in rows
    ]


def finish(done: Sequence[Work]) -> None:
    """Remove finished work; rows asked for again meanwhile stay, due at once."""
    session = db.session()
    for work in done:
        session.execute(
            delete(OutboxRow).where(OutboxRow.id == work.id, OutboxRow.generation == work.generation)
        )
        release(session, work)


def release(session: Session, work: Work) -> None:
    session.execute(
        update(OutboxRow).where(OutboxRow.id == work.id).values(claimed_by=None, lease_until=None, attempts=0)
    )


def fail(work: Work, error: str) -> None:
    """Try again later, each time waiting twice as long; after MAX_ATTEMPTS the row stays for staff to see."""
    at = clock.now()
    given_up = work.attempts >= MAX_ATTEMPTS
    wait = FIRST_RETRY * 2 ** (work.attempts - 1)
    db.session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == work.id)
        .values(
            claimed_by=None,
            lease_until=None,
            last_error=error[:500],
            due_at=at + wait,
            failed_at=at if given_up else None,
        )
    )


def waiting() -> int:
    """How many rows are due and not done."""
    due = select(func.count()).where(OutboxRow.failed_at.is_(None), OutboxRow.due_at <= clock.now())
    return db.session.scalar(due) or 0


def release_all() -> None:
    """Let go of every claim, at the start of the only worker: what a killed one held is due at once."""
    db.session.execute(
        update(OutboxRow).where(OutboxRow.claimed_by.is_not(None)).values(claimed_by=None, lease_until=None)
    )

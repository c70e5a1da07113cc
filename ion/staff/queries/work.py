"""Work for the worker as ION staff see it: what failed, what is late, what waits for its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from ion.base.extensions import db
from ion.core import clock, reading
from ion.models import OutboxRow
from ion.staff.queries.things import About, about_columns, abouts, with_item

OUTBOX = "/staff/outbox"
LATE = timedelta(minutes=15)
"""Work that is due for longer than this says that the worker is not running, or not keeping up."""


class Standing(StrEnum):
    """How a piece of work stands."""

    FAILED = "failed"
    WAITING = "waiting"
    DUE = "due"


def failed() -> ColumnElement[bool]:
    return OutboxRow.failed_at.is_not(None)


def late() -> ColumnElement[bool]:
    return and_(OutboxRow.failed_at.is_(None), OutboxRow.due_at < clock.now() - LATE)


def standing(which: Standing) -> ColumnElement[bool]:
    """SQL: it was given up, is due later, or is due now."""
    if which is Standing.FAILED:
        return failed()
    ahead = OutboxRow.due_at > clock.now()
    return and_(OutboxRow.failed_at.is_(None), ahead if which is Standing.WAITING else ~ahead)


@dataclass(frozen=True, slots=True)
class TaskTotals:
    """How many pieces of work of one task stand how."""

    task: str
    failed: int
    waiting: int
    due: int
    late: int

    def of(self, which: Standing) -> int:
        """How many of them stand like that."""
        return int(getattr(self, which.value))


def task_totals() -> list[TaskTotals]:
    """The counts of each task that has any work, by name."""
    counted = {str(which): standing(which) for which in Standing} | {"late": late()}
    rows = reading.rows(
        select(OutboxRow.task, *(func.count(case((told, 1))).label(name) for name, told in counted.items()))
        .group_by(OutboxRow.task)
        .order_by(OutboxRow.task)
    )
    return [TaskTotals(row.task, row.failed, row.waiting, row.due, row.late) for row in rows]


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A piece of work; no payload, which may be about anyone."""

    id: int
    task: str
    key: str
    due_at: datetime
    attempts: int
    last_error: str
    failed_at: datetime | None
    about: About


def work_rows(
    which: ColumnElement[bool],
    scopes: frozenset[str],
    *,
    is_admin: bool,
    task: str = "",
    offset: int = 0,
    limit: int,
) -> list[WorkRow]:
    """Pieces of work, the longest due first."""
    kind: Any = OutboxRow.subject_kind
    id: Any = OutboxRow.subject_id
    asked = with_item(select(OutboxRow, *about_columns(kind, id)).where(which), kind, id)
    if task:
        asked = asked.where(OutboxRow.task == task)
    rows = db.session.execute(
        asked.order_by(OutboxRow.due_at, OutboxRow.id).offset(offset).limit(limit)
    ).all()
    told = abouts(rows, scopes, is_admin=is_admin)
    return [
        WorkRow(
            work.id, work.task, work.key, work.due_at, work.attempts, work.last_error, work.failed_at, about
        )
        for work, about in zip((row.OutboxRow for row in rows), told, strict=True)
    ]


def failed_ids(task: str, limit: int) -> list[int]:
    """The ids of failed work of a task, or of all."""
    asked = select(OutboxRow.id).where(failed()).order_by(OutboxRow.id).limit(limit)
    return list(db.session.scalars(asked.where(OutboxRow.task == task) if task else asked))

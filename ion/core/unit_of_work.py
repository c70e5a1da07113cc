"""The one place that commits.

    with unit_of_work():
        services.publish(post)

One request, one command, one task: at most one write transaction. Entering it ends the read before it, so what was
loaded earlier is read again. On SQLite the write begins with BEGIN IMMEDIATE: a rule that counts rows and then
inserts is safe there without more; on PostgreSQL the service locks the parent row itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import ORMExecuteState, Session

from ion.base.extensions import db
from ion.core import outbox, signals, tallies

WRITE = "ion_write"
OPEN = "ion_unit_of_work"


class NestedUnitOfWork(Exception):
    """A unit of work was opened inside another one: the inner commit would publish half of the outer one."""


class WriteOutsideUnitOfWork(Exception):
    """Something was about to be written where nobody would commit it."""


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Commit what the block did, or nothing of it. Raises NestedUnitOfWork when one is open already."""
    session = db.session()
    if session.info.get(OPEN):
        raise NestedUnitOfWork
    session.rollback()
    session.info[OPEN] = session.info[tallies.PAUSED] = True
    try:
        session.connection(execution_options={WRITE: True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        for name in (OPEN, tallies.PAUSED, tallies.VERSIONS):
            session.info.pop(name, None)
        waiting = session.info.pop(outbox.ASKED, False)
    if waiting:
        signals.work_waiting.send("outbox")


def refuse_stray_writes(session: Session, *_: Any) -> None:
    if not session.info.get(OPEN) and (session.new or session.dirty or session.deleted):
        raise WriteOutsideUnitOfWork(f"new={list(session.new)!r} dirty={list(session.dirty)!r}")


def refuse_stray_statements(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and not state.session.info.get(OPEN):
        raise WriteOutsideUnitOfWork(str(state.statement))


event.listen(Session, "before_flush", refuse_stray_writes)
event.listen(Session, "before_flush", tallies.note_changes)
event.listen(Session, "do_orm_execute", refuse_stray_statements)
event.listen(Session, "do_orm_execute", tallies.note_bulk_changes)


def prepare(engine: Engine, *, synchronous: str = "normal") -> None:
    """Give an engine ION's manners: SQLite pragmas, and transactions that begin the way the docstring above says.

    `synchronous` normal may lose the last commits in a power cut, full waits for the disk at each.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", tune_sqlite)
        event.listen(engine, "begin", begin_sqlite)
        if synchronous == "full":
            event.listen(
                engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=FULL")
            )


def tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "mmap_size=268435456",
        "cache_size=-32000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    """Writes take the lock at once; reads need no transaction: every statement is its own snapshot."""
    if connection.get_execution_options().get(WRITE):
        connection.exec_driver_sql("BEGIN IMMEDIATE")

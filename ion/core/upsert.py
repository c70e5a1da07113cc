"""INSERT … ON CONFLICT, the same on both databases."""

from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_for(session: Session, model: type[Any]) -> Any:
    """An insert statement of the session's own dialect, which knows `on_conflict_do_nothing` and `…_do_update`."""
    name = session.get_bind().dialect.name
    return (sqlite.insert if name == "sqlite" else postgresql.insert)(model)


def add_if_absent(session: Session, model: type[Any], **values: Any) -> bool:
    """Insert the row unless its key exists; True when it was inserted."""
    result = session.execute(insert_for(session, model).values(**values).on_conflict_do_nothing())
    assert isinstance(result, CursorResult)
    return result.rowcount == 1

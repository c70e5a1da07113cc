"""INSERT … ON CONFLICT, the same on both databases."""

from typing import Any

from sqlalchemy import literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_for(session: Session, model: type[Any]) -> Any:
    """An insert statement of the session's own dialect, which knows `on_conflict_do_nothing` and `…_do_update`."""
    name = session.get_bind().dialect.name
    return (sqlite.insert if name == "sqlite" else postgresql.insert)(model)


def add_if_absent(session: Session, model: type[Any], **values: Any) -> bool:
    """Insert the row unless its key exists; True when it was inserted."""
    row = insert_for(session, model).values(**values).on_conflict_do_nothing()
    return (
        session.execute(row.returning(literal(True))).first() is not None
    )  # PostgreSQL tells no row count here

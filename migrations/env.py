"""Alembic inside the application: the same engine, the same models, batch mode for SQLite."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from ion import models  # noqa: F401 - so that every table is known
from ion.base.extensions import db
from ion.models.types import UTCDateTime


def render_item(kind, value, autogen):  # type: ignore[no-untyped-def]
    """Write our own column type by its name, with the import it needs."""
    if kind == "type" and isinstance(value, UTCDateTime):
        autogen.imports.add("from ion.models.types import UTCDateTime")
        return "UTCDateTime()"
    return False


def migrate(connection: Connection) -> None:
    options = dict(current_app.extensions["migrate"].configure_args)
    options.update(render_item=render_item, compare_type=True)
    context.configure(connection=connection, target_metadata=db.metadata, **options)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with db.engine.execution_options(ion_write=True).connect() as opened:
        migrate(opened)
        opened.commit()

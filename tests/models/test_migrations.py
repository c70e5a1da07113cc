"""The migrations make exactly what the models say, and can take all of it back."""

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from ion.app import create_app
from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.models import Topic
from tests import databases

pytestmark = pytest.mark.database


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


@pytest.fixture
def own_database(database: str, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own, empty, on the same engine."""
    if database.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'own.db'}"
        return
    url = make_url(database)
    name = f"{url.database}_empty"
    server = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name}")
        yield url.set(database=name).render_as_string(hide_password=False)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_app(own_database: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(databases.settings(tmp_path, own_database))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("app")
def test_the_migrated_database_is_what_the_models_say() -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, db.metadata)

    assert differences == []


@pytest.mark.usefixtures("app")
def test_every_foreign_key_deletes_alike_in_models_and_database() -> None:
    in_database = {
        (table, key["constrained_columns"][0], key["options"].get("ondelete"))
        for table in tables()
        for key in inspect(db.engine).get_foreign_keys(table)
    }

    in_models = {
        (table.name, key.parent.name, key.ondelete)
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
    }
    assert in_database == in_models


@pytest.mark.usefixtures("own_app")
def test_the_migrations_go_down_to_nothing_and_up_again() -> None:
    flask_migrate.upgrade()
    made = tables()
    flask_migrate.downgrade(revision="base")
    left = tables()
    flask_migrate.upgrade()

    assert made == set(db.metadata.tables)
    assert left == set()
    assert tables() == made


@pytest.mark.usefixtures("own_app")
def test_migrating_what_is_up_to_date_changes_nothing_and_keeps_the_rows() -> None:
    flask_migrate.upgrade()
    with unit_of_work() as session:
        session.add(Topic(key="kept", name="Kept"))

    flask_migrate.upgrade()

    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT key FROM topic")).scalars().all() == ["kept"]

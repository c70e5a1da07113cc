"""A database per test process and engine: the schema made once by the migrations, then copied."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
import psycopg
from flask import Flask
from sqlalchemy import event, text

from ion.app import create_app
from ion.base.config import Settings
from ion.base.extensions import db

POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
WRITTEN = re.compile(r'\s*(?:INSERT INTO|COPY)\s+"?(\w+)', re.IGNORECASE)


def settings(data_dir: Path, database_url: str, **more: Any) -> Settings:
    """Settings of a test site; `more` replaces single ones."""
    usual: dict[str, Any] = {
        "env": "development",
        "secret_key": "test-key-of-the-tests-and-of-nothing-else",
        "data_dir": data_dir,
        "database_url": database_url,
        "redis_url": "",
        "search": "whoosh",
        "public_url": "http://localhost",
        "site_name": "Innovation and Opportunity Network",
        "contact": "ion@example.org",
        "trusted_proxies": 0,
        "metrics_token": "",
        "gov_banner": False,
        "sqlite_synchronous": "normal",
        "smtp_url": "",
        "mail_from": "ION <ion@ion.example>",
        "scanner": "",
    }
    return Settings(**(usual | more))


@contextmanager
def only_one(folder: Path, name: str) -> Iterator[bool]:
    """Hold a lock over all test processes; True for the first that ever came here."""
    with (folder / f"{name}.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        first = not lock.read()
        yield first
        lock.write("done")
        lock.flush()


def sqlite_url(shared: Path, own: Path) -> str:
    """The address of this process's own copy of the migrated SQLite file."""
    template = shared / "template.db"
    with only_one(shared, "sqlite") as first:
        if first:
            migrate(settings(shared / "template", f"sqlite:///{template}"))
    shutil.copy(template, own / "ion.db")
    return f"sqlite:///{own / 'ion.db'}"


def postgres_url(shared: Path, worker: str) -> str:
    """The address of this process's own copy of the migrated PostgreSQL database."""
    server = POSTGRES.rsplit("/", 1)[0]
    template, own = "ion_template", f"ion_{worker}"
    with (
        only_one(shared, "postgres") as first,
        psycopg.connect(f"{server}/postgres", autocommit=True) as admin,
    ):
        if first:
            admin.execute(f"DROP DATABASE IF EXISTS {template}")
            admin.execute(f"CREATE DATABASE {template}")
            migrate(settings(shared / "template", psycopg_url(f"{server}/{template}")))
        admin.execute(f"DROP DATABASE IF EXISTS {own}")
        admin.execute(f"CREATE DATABASE {own} TEMPLATE {template}")
    return psycopg_url(f"{server}/{own}")


def psycopg_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def migrate(chosen: Settings) -> None:
    app = create_app(chosen)
    with app.app_context():
        flask_migrate.upgrade()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()


class Tidy:
    """Knows which tables a test wrote to, and empties those."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.written: set[str] = set()
        self.tables = list(reversed(db.metadata.sorted_tables))  # sorting them costs milliseconds
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self.note)

    def note(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if found := WRITTEN.match(statement):
            self.written.add(found[1])

    def empty(self) -> None:
        if not self.written:
            return
        with self.app.app_context():
            tables = [table for table in self.tables if table.name in self.written]
            with db.engine.execution_options(ion_write=True).begin() as connection:
                for table in tables:
                    connection.execute(table.delete())
        self.written.clear()

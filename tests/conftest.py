"""What every test can ask for: an application on each database, a client, a frozen clock, an empty index."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from werkzeug.test import TestResponse

from ion.adapters.kept_mail import KeptMail
from ion.adapters.memory_search import MemorySearch
from ion.app import create_app
from ion.base.extensions import db
from ion.core import clock, sightings, tallies
from ion.core.ports import engine, mail
from ion.web import limits
from tests import databases
from tests.skips import skip_or_fail

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)

# a loaded machine is slow, not wrong: no property fails for the time it took
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever touches data runs on both databases; the rest, once."""
    if "database" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("database")
        engines = ["sqlite", "postgresql"] if marked else ["sqlite"]
        metafunc.parametrize("database", engines, indirect=True, scope="session")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def database(
    request: pytest.FixtureRequest, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of this process's database on one of the engines."""
    if request.param == "sqlite":
        return databases.sqlite_url(shared_folder, tmp_path_factory.mktemp("sqlite"))
    if not databases.POSTGRES:
        skip_or_fail("PostgreSQL: TEST_DATABASE_URL is not set; `make test` starts a server of its own.")
    return databases.postgres_url(shared_folder, os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture(scope="session")
def site(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[databases.Tidy]:
    """One application per process and engine."""
    app = create_app(databases.settings(tmp_path_factory.mktemp("site"), database))
    app.testing = True
    limits.limiter.enabled = False  # all tests are one address
    yield databases.Tidy(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(site: databases.Tidy) -> Iterator[Flask]:
    """The application, inside its context, with an empty database, an empty index in memory, and mail that is kept."""
    engine.use(MemorySearch(clock=clock.now), lambda: MemorySearch(clock=clock.now))
    settings = site.app.extensions["ion.settings"]
    mail.use(KeptMail(), mail.Sender(settings.mail_from, settings.site_name, settings.public_url))
    tallies.forget()
    sightings.seen.forget()
    with site.app.app_context():
        yield site.app
        db.session.remove()
    site.empty()


class Browser(FlaskClient):
    """Each request in a context and session of its own, as on a server: nothing is left from the one before."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser, without script."""
    return Browser(app)


@pytest.fixture
def now() -> Iterator[datetime]:
    """It is Nov. 21, 2026, 10:00 a.m. in the east."""
    with clock.frozen(NOW) as instant:
        yield instant

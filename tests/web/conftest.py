"""A second site on the same database, with rooms of the tests' own; and one as it runs in production."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ion.base.extensions import db
from ion.web.limits import limiter
from tests import databases
from tests.conftest import Browser
from tests.web import rooms

PRODUCTION = {
    "env": "production",
    "public_url": "https://ion.example.gov",
    "metrics_token": "token-of-the-tests",
    "contact": "ion@example.gov",
}


class AtItsAddress(Browser):
    """A browser that asks for the site in production by its public address."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"base_url": PRODUCTION["public_url"]} | kwargs)


def opened(data_dir: Path, database: str, **settings: object) -> Iterator[databases.Tidy]:
    limiter.enabled = True  # an application that begins without never gets any
    app = rooms.build(databases.settings(data_dir, database, **settings))
    limiter.enabled = False
    yield databases.Tidy(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def second_site(
    site: databases.Tidy, database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Tidy]:
    yield from opened(tmp_path_factory.mktemp("rooms"), database)


@pytest.fixture(scope="session")
def production_site(
    site: databases.Tidy, database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Tidy]:
    yield from opened(tmp_path_factory.mktemp("production"), database, **PRODUCTION)


@pytest.fixture
def browser(app: Flask, second_site: databases.Tidy) -> Iterator[Browser]:
    """A visitor of the site that has the tests' rooms."""
    yield Browser(second_site.app)
    second_site.empty()


@pytest.fixture
def production(app: Flask, production_site: databases.Tidy) -> Iterator[Browser]:
    """A visitor of the site in production, at its own address."""
    yield AtItsAddress(production_site.app)
    production_site.empty()


@pytest.fixture
def csrf(browser: Browser) -> dict[str, str]:
    """The field that a form of this browser's session carries."""
    return {"csrf_token": browser.get("/test/token").text}

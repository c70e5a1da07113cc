"""A site of its own in production, and mail that stays in the house."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from ion.accounts import passwords
from ion.adapters.kept_mail import KeptMail
from ion.app import create_app
from ion.base.extensions import db
from ion.core.ports import mail
from ion.models import User
from tests import databases
from tests.accounts.people import CHEAP, Member, signed_in
from tests.conftest import Browser
from tests.web.conftest import PRODUCTION, AtItsAddress


@pytest.fixture(autouse=True)
def quick_and_at_home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing that is right but quick, and mail that leads to this site: another one may have set another sender."""
    if "app" in request.fixturenames:
        request.getfixturevalue("app")
        monkeypatch.setattr(passwords, "METHOD", CHEAP)
        monkeypatch.setattr(passwords, "DECOY", generate_password_hash("of nobody", CHEAP))
        mail.use(KeptMail(), mail.Sender("ION <ion@ion.example>", "ION", "http://localhost"))


@pytest.fixture
def ana(app: Flask) -> User:
    """Ana Ruiz, a member: ana@example.org."""
    return Member()


@pytest.fixture
def hers(client: FlaskClient, ana: User) -> FlaskClient:
    """Ana's browser, signed in."""
    return signed_in(client, ana)


@pytest.fixture(scope="session")
def production_accounts(
    site: databases.Tidy, database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Tidy]:
    app = create_app(
        databases.settings(tmp_path_factory.mktemp("production-accounts"), database, **PRODUCTION)
    )
    yield databases.Tidy(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def production(app: Flask, production_accounts: databases.Tidy) -> Iterator[Browser]:
    """A visitor of the site in production, on the same database, at its own address."""
    yield AtItsAddress(production_accounts.app)
    production_accounts.empty()

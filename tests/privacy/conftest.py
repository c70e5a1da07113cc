"""Passwords that are quick to check, mail that stays in the house, bytes of files in a folder of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from ion.accounts import passwords
from ion.adapters.disk_storage import DiskStorage
from ion.adapters.kept_mail import KeptMail
from ion.core.ports import mail, storage
from ion.models import Grant, User
from tests.accounts.people import CHEAP, Member, signed_in
from tests.conftest import Browser


@pytest.fixture(autouse=True)
def at_home(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    before = storage.storage()
    monkeypatch.setattr(passwords, "METHOD", CHEAP)
    monkeypatch.setattr(passwords, "DECOY", generate_password_hash("of nobody", CHEAP))
    mail.use(KeptMail(), mail.Sender("ION <ion@ion.example>", "ION", "http://localhost"))
    storage.use(DiskStorage(tmp_path / "files"))
    yield
    storage.use(before)


@pytest.fixture
def nora(app: Flask) -> User:
    """Nora Quist, a member: nora@quist.example."""
    return Member("nora@quist.example", name="Nora Quist")


@pytest.fixture
def omar(app: Flask) -> User:
    """Omar Reyes, an admin."""
    return Member("omar@reyes.example", Grant.MEMBER, Grant.ADMIN, name="Omar Reyes")


@pytest.fixture
def hers(client: FlaskClient, nora: User) -> FlaskClient:
    """Nora's browser, signed in."""
    return signed_in(client, nora)


@pytest.fixture
def admins(app: Flask, omar: User) -> FlaskClient:
    """Omar's browser, signed in."""
    return signed_in(Browser(app), omar)

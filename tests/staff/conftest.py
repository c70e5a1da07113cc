"""Browsers of ION staff, whose forms need no token."""

import pytest
from flask import Flask

from ion.models import Grant, User
from tests.conftest import Browser
from tests.factories import PersonFactory, UserFactory, sign_in


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def ann(app: Flask) -> User:
    """An admin who reads times in the mountains."""
    person = PersonFactory(name="Ann Admin", zone="America/Denver")
    return UserFactory(Grant.ADMIN, person=person, email="ann@ion.example")


@pytest.fixture
def admins(app: Flask, ann: User) -> Browser:
    """Ann's browser."""
    browser = Browser(app)
    sign_in(browser, ann)
    return browser

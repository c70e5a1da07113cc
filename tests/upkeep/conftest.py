"""A site elsewhere, and forms without tokens."""

from collections.abc import Iterator

import pytest
from flask import Flask

from ion.models import Grant, User
from tests.conftest import Browser
from tests.factories import UserFactory, sign_in
from tests.upkeep.webserver import Elsewhere, elsewhere


@pytest.fixture
def site_elsewhere() -> Iterator[Elsewhere]:
    with elsewhere() as site:
        yield site


@pytest.fixture
def user(app: Flask) -> User:
    """An editor."""
    return UserFactory(Grant.MEMBER, Grant.EDITOR)


@pytest.fixture
def editor(app: Flask, user: User, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The browser of an editor, whose forms need no token."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = Browser(app)
    sign_in(browser, user)
    return browser

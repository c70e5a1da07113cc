"""Who visits the pages of recordings."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.models import Grant
from tests.conftest import Browser
from tests.factories import UserFactory, sign_in


@pytest.fixture
def desk(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The browser of a facilitator, whose forms need no token."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    browser = Browser(app)
    sign_in(browser, UserFactory(Grant.MEMBER, Grant.FACILITATOR))
    return browser

"""Browsers of people who write to each other, and what they send."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from ion.models import User
from tests.conftest import Browser
from tests.factories import PersonFactory, UserFactory, sign_in

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/messages/"}


def browser(app: Flask, user: User | None = None) -> Browser:
    """A browser of that user, or of a new member."""
    made = Browser(app)
    sign_in(made, user or UserFactory())
    return made


def named(name: str, *grants: Any, **fields: Any) -> User:
    """A member of that name, whose page members see."""
    return UserFactory(*grants, person=PersonFactory(name=name, audience="members"), **fields)


def send(browser: Browser, path: str, *, as_script: bool = False, **fields: Any) -> TestResponse:
    """Send a form, as a browser does or as htmx does."""
    return browser.post(path, data=fields, headers=HTMX if as_script else {}, buffered=True)

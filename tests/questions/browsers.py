"""Browsers of those who meet questions, and the addresses that they ask."""

from datetime import timedelta
from typing import Any

from flask import Flask

from ion.core import tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Registration, User, Webinar
from tests.conftest import Browser
from tests.factories import UserFactory, WebinarFactory, sign_in

HTMX = {"HX-Request": "true"}
LIVE = "2026-11-21 09:30"
"""Half an hour before the tests' clock: such a webinar of an hour is on."""


def LiveWebinar(**fields: Any) -> Webinar:
    return WebinarFactory(LIVE, **fields)


def browser(app: Flask, user: User | None = None) -> Browser:
    """A browser of that user, or of a new member."""
    made = Browser(app)
    sign_in(made, user or UserFactory())
    return made


def staff_browser(app: Flask) -> Browser:
    return browser(app, UserFactory(Grant.MEMBER, Grant.FACILITATOR))


def guest_path(registration: Registration) -> str:
    """Where a guest asks, by the token of the registration."""
    with unit_of_work():
        token = tokens.issue(
            "registration", lasts=timedelta(days=9), kind="registration", id=registration.id, uses=None
        )
    return f"/questions/guest/{token}"

"""Editors at their desks: browsers that are signed in, and the forms they send."""

from typing import Any

from flask import Flask

from ion.models import Grant, User
from tests.conftest import Browser
from tests.factories import PersonFactory, UserFactory, sign_in

EASTERN = "America/New_York"


def desk_of(app: Flask, user: User) -> Browser:
    """The browser of a user."""
    browser = Browser(app)
    sign_in(browser, user)
    return browser


def an_editor(name: str = "Ellen Editor", zone: str = EASTERN) -> User:
    """A new editor."""
    return UserFactory(Grant.MEMBER, Grant.EDITOR, person=PersonFactory(name=name, zone=zone))


def page(item_id: int, rest: str = "") -> str:
    """The address of a page of an item."""
    return f"/staff/publishing/{item_id}{rest}"


def typed(base: int, **parts: Any) -> dict[str, Any]:
    """What the form of a post sends."""
    usual = {
        "base": str(base),
        "title": "Riding the wave",
        "summary": "What it says.",
        "markdown": "A paragraph.",
        "topics": ["apprenticeship"],
        "authors": "",
        "form": "post",
    }
    return usual | parts


def chosen(name: str, day: str, clock: str, zone: str = EASTERN, **more: str) -> dict[str, str]:
    """What the fields of a chosen time send, in the form of that name."""
    fields = {"day": day, "clock": clock, "zone": zone} | more
    return {f"{name}-{field}": value for field, value in fields.items()}

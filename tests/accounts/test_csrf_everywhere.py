"""Every address that takes a POST refuses one without this session's own token, and then nothing is changed.

The addresses are those of the site itself, so that a new one is covered on the day it is made.
"""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule

from ion.models import Grant
from tests.accounts.people import Member, another, csrf
from tests.counting import statements
from tests.factories import sign_in

HTMX = {"HX-Request": "true"}
EXEMPT = {"mailing.unsubscribe"}
"""One-click unsubscribe is sent by mail programs (RFC 8058); the token in its address is the proof."""
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|BEGIN IMMEDIATE)", re.IGNORECASE)


def takers(app: Flask) -> list[Rule]:
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(rules) > 20
    return [rule for rule in rules if rule.endpoint not in EXEMPT]


def path_of(rule: Rule, app: Flask) -> str:
    """An address of this rule."""
    values = {
        name: 1 if isinstance(kind, IntegerConverter) else "x" for name, kind in rule._converters.items()
    }
    return app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")


@pytest.fixture
def boss(client: FlaskClient) -> FlaskClient:
    """A browser that may do everything: whatever is refused is refused for its token alone."""
    sign_in(client, Member("boss@example.org", *Grant))
    return client


def refused(client: FlaskClient, app: Flask, fields: Mapping[str, str], headers: Mapping[str, str]) -> None:
    """Send these fields everywhere; AssertionError names the addresses that did not refuse or wrote something."""
    open_to: dict[str, object] = {}
    for rule in takers(app):
        path = path_of(rule, app)
        with statements() as told:
            answer = client.post(path, data=fields, headers=headers, buffered=True)
        wrote = [statement for statement in told if WRITES.match(statement)]
        if answer.status_code not in (400, 403) or wrote:
            open_to[path] = (answer.status_code, wrote)
    assert open_to == {}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
@pytest.mark.parametrize("who", ["visitor", "admin"])
def test_without_a_token(app: Flask, boss: FlaskClient, headers: Mapping[str, str], who: str) -> None:
    client = boss if who == "admin" else another(boss)

    refused(client, app, {}, headers)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
def test_with_the_token_of_another_session(app: Flask, boss: FlaskClient, headers: Mapping[str, str]) -> None:
    csrf(boss)
    theirs = csrf(another(boss))

    refused(boss, app, {"csrf_token": theirs}, headers)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
def test_with_the_token_of_a_session_that_has_ended(
    app: Flask, boss: FlaskClient, headers: Mapping[str, str]
) -> None:
    mine = csrf(boss)
    boss.delete_cookie("ion-form")

    refused(boss, app, {"csrf_token": mine}, headers)


def test_with_a_token_in_a_header_that_is_not_this_session_s(app: Flask, boss: FlaskClient) -> None:
    csrf(boss)
    theirs = csrf(another(boss))

    refused(boss, app, {}, HTMX | {"X-CSRFToken": theirs})


def test_no_view_is_exempt_but_those_named_here(app: Flask) -> None:
    views = {f"{view.__module__}.{view.__name__}": name for name, view in app.view_functions.items()}

    exempt = {views.get(name, name) for name in app.extensions["csrf"]._exempt_views}
    assert exempt <= EXEMPT
    assert app.extensions["csrf"]._exempt_blueprints == set()


def test_nothing_but_get_and_post_is_asked_for(app: Flask) -> None:
    methods = {method for rule in app.url_map.iter_rules() for method in rule.methods or ()}

    assert methods <= {"GET", "HEAD", "OPTIONS", "POST"}

"""Every address for every kind of reader: who is let in, who is asked to sign in, who is refused.

What single things a reader may see behind an open door is tested in each room. Whom a guard refuses asks no database
for more than who it is, so refusals are looked at on one; whoever may do everything asks both.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ion.core import clock
from ion.models import Grant, User
from tests.conftest import Browser
from tests.factories import UserFactory, sign_in
from tests.house import endpoints

VIEWERS = ("nobody", "suspended", "member", "editor", "facilitator", "admin")
SIGNED_IN = {"member", "editor", "facilitator", "admin"}
ALLOWED = {
    endpoint: viewers
    for wanted, viewers in (
        (endpoints.MEMBERS, SIGNED_IN),
        (endpoints.EDITORS, {"editor", "admin"}),
        (endpoints.FACILITATORS, {"facilitator", "admin"}),
        (endpoints.STAFF, {"editor", "facilitator", "admin"}),
        (endpoints.ADMINS, {"admin"}),
    )
    for endpoint in wanted
}
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/blog/"}


def user_of(name: str) -> User | None:
    """A new user of that kind; None for nobody."""
    if name == "nobody":
        return None
    if name == "suspended":
        return UserFactory(Grant.MEMBER, Grant.ADMIN, suspended_at=clock.now())
    return UserFactory(Grant.MEMBER, *([Grant(name)] if name != "member" else []))


def browser_of(app: Flask, user: User | None) -> Browser:
    """A browser that signed in just now: what was asked before may have ended that."""
    browser = Browser(app)
    if user is not None:
        sign_in(browser, user)
    return browser


def addresses(app: Flask, wanted: set[str]) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path) of every route, its variables filled with what does not exist."""
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        if rule.endpoint in wanted:
            path = adapter.build(rule.endpoint, filled(rule))
            yield from (
                (rule.endpoint, method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"})
            )


def filled(rule: Rule) -> dict[str, str | int]:
    given = rule.defaults or {}
    return {
        name: given.get(name, 999_999 if type(converter).__name__ == "Id" else "nothing-of-this-name")
        for name, converter in rule._converters.items()
    } | dict(given)


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def wrongly_answered(app: Flask, viewer: str) -> list[tuple[str, str, str, int]]:
    """What lets in whom it is not for, or refuses whom it is for."""
    user, wrong = user_of(viewer), []
    for endpoint, method, path in list(addresses(app, set(ALLOWED))):
        status = browser_of(app, user).open(path, method=method).status_code
        if viewer in ALLOWED[endpoint]:
            is_right = status not in (401, 403, 405) and status < 500
        elif viewer in SIGNED_IN:
            is_right = status == 403
        else:
            is_right = status == (303 if method == "GET" else 401)
        if not is_right:
            wrong.append((endpoint, method, path, status))
    return wrong


@pytest.mark.parametrize("viewer", [viewer for viewer in VIEWERS if viewer != "admin"])
def test_guarded_addresses_let_in_whom_they_are_for(app: Flask, viewer: str) -> None:
    assert wrongly_answered(app, viewer) == []


@pytest.mark.database
def test_guarded_addresses_let_in_admins(app: Flask) -> None:
    assert wrongly_answered(app, "admin") == []


@pytest.mark.parametrize("viewer", ["nobody", "suspended"])
def test_a_lost_login_never_puts_a_page_into_a_cell(app: Flask, viewer: str) -> None:
    user = user_of(viewer)
    for _, method, path in list(addresses(app, set(ALLOWED))):
        answer = browser_of(app, user).open(path, method=method, headers=HTMX)

        assert (answer.status_code, answer.text) == (401, ""), path
        assert answer.headers["HX-Redirect"] == "/account/sign-in?next=%2Fblog%2F"


def failing(app: Flask, viewer: str) -> list[tuple[str, str, int]]:
    """Open addresses that answer with an error, or ask to sign in."""
    user = user_of(viewer)
    return [
        (method, path, status)
        for _, method, path in list(addresses(app, endpoints.PUBLIC))
        if (status := browser_of(app, user).open(path, method=method).status_code) >= 500
        or status in (401, 405)
    ]


@pytest.mark.parametrize("viewer", [viewer for viewer in VIEWERS if viewer not in ("nobody", "admin")])
def test_open_addresses_answer_everyone_without_an_error(app: Flask, viewer: str) -> None:
    assert failing(app, viewer) == []


@pytest.mark.database
@pytest.mark.parametrize("viewer", ["nobody", "admin"])
def test_open_addresses_answer_visitors_and_admins_without_an_error(app: Flask, viewer: str) -> None:
    assert failing(app, viewer) == []


@pytest.mark.database
def test_what_is_no_id_is_no_address(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "int" in rule.rule and rule._converters]
    browser, adapter = browser_of(app, user_of("admin")), app.url_map.bind("localhost")
    for rule in rules:
        path = adapter.build(rule.endpoint, filled(rule)).replace("999999", "9" * 20)
        method = "GET" if "GET" in (rule.methods or set()) else "POST"

        assert browser.open(path, method=method).status_code == 404, path

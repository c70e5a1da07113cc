"""Every address for every kind of reader: who is let in, who is asked to sign in, who is refused.

What single things a reader may see behind an open door is tested in each room.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ion.core import clock
from ion.models import Grant
from tests.conftest import Browser
from tests.factories import UserFactory, sign_in
from tests.house import endpoints

pytestmark = pytest.mark.database
VIEWERS = ("nobody", "suspended", "member", "editor", "facilitator", "admin")
SIGNED_IN = {"member", "editor", "facilitator", "admin"}
ALLOWED = {
    endpoint: viewers
    for wanted, viewers in (
        (endpoints.MEMBERS, SIGNED_IN),
        (endpoints.EDITORS, {"editor", "admin"}),
        (endpoints.STAFF, {"editor", "facilitator", "admin"}),
        (endpoints.ADMINS, {"admin"}),
    )
    for endpoint in wanted
}
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://localhost/blog/"}


def browser_of(app: Flask, name: str) -> Browser:
    browser = Browser(app)
    if name == "nobody":
        return browser
    grants = [Grant.MEMBER, *([Grant(name)] if name in ("editor", "facilitator", "admin") else [])]
    fields = {"suspended_at": clock.now()} if name == "suspended" else {}
    if name == "suspended":
        grants.append(Grant.ADMIN)
    sign_in(browser, UserFactory(*grants, **fields))
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


@pytest.mark.parametrize("viewer", VIEWERS)
def test_guarded_addresses_let_in_whom_they_are_for(app: Flask, viewer: str) -> None:
    wrong = []
    for endpoint, method, path in list(addresses(app, set(ALLOWED))):
        status = browser_of(app, viewer).open(path, method=method).status_code
        if viewer in ALLOWED[endpoint]:
            is_right = status not in (401, 403, 405) and status < 500
        elif viewer in SIGNED_IN:
            is_right = status == 403
        else:
            is_right = status == (303 if method == "GET" else 401)
        if not is_right:
            wrong.append((endpoint, method, path, status))

    assert wrong == []


@pytest.mark.parametrize("viewer", ["nobody", "suspended"])
def test_a_lost_login_never_puts_a_page_into_a_cell(app: Flask, viewer: str) -> None:
    for _, method, path in list(addresses(app, set(ALLOWED))):
        answer = browser_of(app, viewer).open(path, method=method, headers=HTMX)

        assert (answer.status_code, answer.text) == (401, ""), path
        assert answer.headers["HX-Redirect"] == "/account/sign-in?next=%2Fblog%2F"


@pytest.mark.parametrize("viewer", VIEWERS)
def test_open_addresses_answer_everyone_without_an_error(app: Flask, viewer: str) -> None:
    wrong = [
        (method, path, status)
        for _, method, path in list(addresses(app, endpoints.PUBLIC))
        if (status := browser_of(app, viewer).open(path, method=method).status_code) >= 500
        or status in (401, 405)
    ]

    assert wrong == []


def test_what_is_no_id_is_no_address(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "int" in rule.rule and rule._converters]
    browser, adapter = browser_of(app, "admin"), app.url_map.bind("localhost")
    for rule in rules:
        path = adapter.build(rule.endpoint, filled(rule)).replace("999999", "9" * 20)
        method = "GET" if "GET" in (rule.methods or set()) else "POST"

        assert browser.open(path, method=method).status_code == 404, path

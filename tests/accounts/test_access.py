"""Who may open and do what under /account/: the owner, another member, an editor, an admin, a suspended one, nobody."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, User
from tests.accounts.people import PASSWORD, Member, another, csrf, link, send, words
from tests.factories import sign_in

OWN = ["/account/", "/account/password", "/account/email", "/account/sign-ins"]
OPEN = ["/account/reset", "/account/confirm", "/account/check-mail"]
DEEDS = [
    "/account/password",
    "/account/email",
    "/account/email/cancel",
    "/account/sign-ins/1/end",
    "/account/sign-ins/end-others",
    "/account/stay",
]
VIEWERS = ["owner", "other member", "editor", "admin", "suspended", "nobody"]


@pytest.fixture
def browsers(app: Flask, client: FlaskClient) -> dict[str, FlaskClient]:
    """A browser for each of the six."""
    people = {
        "owner": Member(),
        "other member": Member("ben@example.org", name="Ben"),
        "editor": Member("eve@example.org", Grant.MEMBER, Grant.EDITOR, name="Eve"),
        "admin": Member("adam@example.org", Grant.MEMBER, Grant.ADMIN, name="Adam"),
        "suspended": Member("sue@example.org", name="Sue"),
    }
    found = {name: another(client) for name in VIEWERS}
    for name, user in people.items():
        sign_in(found[name], user)
    with unit_of_work() as session:
        session.get_one(User, people["suspended"].id).suspended_at = clock.now()
    return found


@pytest.mark.parametrize("path", OWN)
def test_pages_about_oneself_are_for_whoever_is_signed_in_about_themselves(
    browsers: dict[str, FlaskClient], path: str
) -> None:
    statuses = {name: browser.get(path).status_code for name, browser in browsers.items()}

    members = ("owner", "other member", "editor", "admin")
    assert statuses == dict.fromkeys(VIEWERS, 303) | dict.fromkeys(members, 200)
    assert browsers["nobody"].get(path).headers["Location"].startswith("/account/sign-in?next=%2Faccount")
    seen = {name: words(browsers[name].get("/account/")) for name in members}
    assert [name for name in members if "ana@example.org" in seen[name]] == ["owner"]


@pytest.mark.parametrize("path", OPEN)
def test_the_ways_back_in_are_open_to_everybody(browsers: dict[str, FlaskClient], path: str) -> None:
    assert {browser.get(path).status_code for browser in browsers.values()} == {200}


@pytest.mark.parametrize("path", DEEDS)
def test_deeds_on_oneself_are_for_whoever_is_signed_in(browsers: dict[str, FlaskClient], path: str) -> None:
    for name in ("suspended", "nobody"):
        answer = send(browsers[name], path, email="x@example.org", password=PASSWORD, current=PASSWORD)
        htmx = browsers[name].post(
            path, data={"csrf_token": csrf(browsers[name])}, headers={"HX-Request": "true"}
        )

        assert answer.status_code == 401 and "Sign in to go on" in answer.text
        assert htmx.status_code == 401 and htmx.headers["HX-Redirect"].startswith("/account/sign-in")


def test_a_link_opens_for_whoever_holds_it_and_for_what_it_was_made_alone(
    browsers: dict[str, FlaskClient],
) -> None:
    send(browsers["owner"], "/account/reset", email="ana@example.org")
    path = link("reset")

    statuses = {name: browser.get(path).status_code for name, browser in browsers.items()}
    wrong = {name: browser.get(path[:-1] + "_").status_code for name, browser in browsers.items()}

    assert statuses == dict.fromkeys(VIEWERS, 200)
    assert wrong == dict.fromkeys(VIEWERS, 404)


@pytest.mark.parametrize("secret", ["x", "x" * 43, "x" * 5000, "é", "%00", "..%2f..", "a b"])
@pytest.mark.parametrize("room", ["confirm", "reset", "email"])
def test_what_is_no_secret_of_ours_is_not_found(client: FlaskClient, room: str, secret: str) -> None:
    assert client.get(f"/account/{room}/{secret}").status_code == 404
    assert send(client, f"/account/{room}/{secret}", password=PASSWORD).status_code == 404

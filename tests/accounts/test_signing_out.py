"""Signing out: here, everywhere else, and what is left in the browser."""

import pytest
from flask.testing import FlaskClient

from ion.models import User
from tests.accounts.people import another, csrf, is_signed_in, send, sign_ins, signed_in

pytestmark = pytest.mark.database


def test_a_link_signs_nobody_out(hers: FlaskClient) -> None:
    page = hers.get("/account/sign-out")

    assert "Ana Ruiz" in page.text and 'action="/account/sign-out"' in page.text
    assert is_signed_in(hers)


def test_signing_out_ends_the_sign_in_for_a_copied_cookie_too(hers: FlaskClient) -> None:
    cookie = hers.get_cookie("ion")
    assert cookie

    answer = send(hers, "/account/sign-out")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/sign-in")
    assert hers.get_cookie("ion") is None
    assert sign_ins() == 0
    hers.set_cookie("ion", cookie.value)
    assert not is_signed_in(hers)


def test_signing_out_lets_the_browser_forget_the_site(hers: FlaskClient) -> None:
    answer = send(hers, "/account/sign-out")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "You are signed out." in hers.get("/account/sign-in").text


def test_signing_out_begins_a_new_session(hers: FlaskClient) -> None:
    before = csrf(hers)
    send(hers, "/account/sign-out")

    assert (
        hers.post("/account/reset", data={"csrf_token": before, "email": "x@example.org"}).status_code == 400
    )


def test_signing_out_leaves_other_browsers_signed_in(hers: FlaskClient, ana: User) -> None:
    other = signed_in(another(hers), ana)

    send(hers, "/account/sign-out")

    assert is_signed_in(other)


def test_who_is_signed_out_already_is_signed_out(client: FlaskClient) -> None:
    assert client.get("/account/sign-out").headers["Location"] == "/account/sign-in"
    assert send(client, "/account/sign-out").status_code == 303

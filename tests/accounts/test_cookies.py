"""What the browser keeps: a cookie bound to the host, and no page."""

import re

import pytest
from flask.testing import FlaskClient

from ion.models import User
from tests.accounts.people import Member, csrf, link, send, sign_in
from tests.conftest import Browser

pytestmark = pytest.mark.database
PAGES = [
    "/",
    "/sign-in",
    "/sign-up",
    "/check-mail",
    "/confirm",
    "/reset",
    "/password",
    "/email",
    "/sign-ins",
    "/sign-out",
]


def cookies(answer: object) -> dict[str, str]:
    """Each cookie that an answer sets, with what it says about it."""
    found = [line for name, line in getattr(answer, "headers") if name == "Set-Cookie"]  # noqa: B009
    return {line.partition("=")[0]: line for line in found}


def test_in_production_the_cookie_is_secure_hidden_from_script_and_bound_to_the_host(
    production: Browser,
) -> None:
    Member("real@example.org")

    told = cookies(sign_in(production, "real@example.org"))

    own = told["__Host-ion"]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(re.split(r"; ", own))
    assert "Domain=" not in own and "Expires=" in own


def test_in_production_signing_out_takes_that_very_cookie_back(production: Browser) -> None:
    Member("real@example.org")
    sign_in(production, "real@example.org")

    told = cookies(send(production, "/account/sign-out"))

    assert "Expires=Thu, 01 Jan 1970" in told["__Host-ion"]
    assert {"Secure", "Path=/"} <= set(told["__Host-ion"].split("; "))


def test_in_production_the_cookie_of_forms_is_bound_to_the_host_too(production: Browser) -> None:
    told = cookies(production.get("/account/sign-in"))

    assert set(told) == {"__Host-ion-form"}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(told["__Host-ion-form"].split("; "))


def test_without_https_the_cookie_has_a_plain_name(client: FlaskClient, ana: User) -> None:
    told = cookies(sign_in(client))

    assert "HttpOnly" in told["ion"] and "SameSite=Lax" in told["ion"] and "Secure" not in told["ion"]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_about_a_login_is_kept(client: FlaskClient, hers: FlaskClient, path: str) -> None:
    for browser in (hers, Browser(hers.application)):
        assert browser.get(f"/account{path}").headers["Cache-Control"] == "no-store"


def test_no_page_behind_a_link_is_kept(client: FlaskClient, ana: User) -> None:
    send(client, "/account/reset", email="ana@example.org")

    assert client.get(link("reset")).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/blog/", "/practices/", "/search"])
def test_what_a_member_saw_is_not_kept_either(hers: FlaskClient, path: str) -> None:
    assert hers.get(path).headers["Cache-Control"] == "no-store"


def test_links_in_mail_begin_with_the_address_of_the_settings_whatever_host_was_asked(
    client: FlaskClient, ana: User
) -> None:
    fields = {"csrf_token": csrf(client), "email": "ana@example.org"}
    session = client.get_cookie("ion-form")
    assert session
    client.set_cookie("ion-form", session.value, domain="evil.example")
    forwarded = {"X-Forwarded-Host": "evil.example"}

    answer = client.post("/account/reset", data=fields, base_url="http://evil.example", headers=forwarded)

    assert answer.status_code == 303
    assert link("reset").startswith("/account/reset/")

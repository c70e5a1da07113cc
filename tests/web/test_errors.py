"""Errors in words, with the number to ask about, and without what happened inside."""

import re

import pytest
from sqlalchemy import create_engine

from ion.base.extensions import db
from tests.conftest import Browser
from tests.factories import PostFactory

HTMX = {"HX-Request": "true"}
ASKED_AS = {"X-Request-ID": "asked-as-12345"}


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 418, 429, 500, 503])
def test_a_browser_gets_a_page_with_the_request_id(browser: Browser, status: int) -> None:
    response = browser.get(f"/test/refused/{status}", headers=ASKED_AS)

    assert response.status_code == status
    assert response.text.startswith("<!doctype html>")
    assert f"Error {status}" in response.text
    assert "asked-as-12345" in response.text
    assert response.headers["X-Request-ID"] == "asked-as-12345"


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_htmx_gets_a_block_with_the_request_id(browser: Browser, status: int) -> None:
    response = browser.get(f"/test/refused/{status}", headers=HTMX | ASKED_AS)

    assert response.status_code == status
    assert "<html" not in response.text
    assert "usa-alert" in response.text
    assert "asked-as-12345" in response.text
    assert "HX-Request" in response.vary


@pytest.mark.database
def test_what_is_forbidden_looks_like_what_is_missing(browser: Browser) -> None:
    PostFactory(slug="for-members", audience="members")
    headers = {"X-Request-ID": "the-same-number"}

    missing = browser.get("/blog/no-such-post", headers=headers)
    forbidden = browser.get("/blog/for-members", headers=headers)

    assert (missing.status_code, forbidden.status_code) == (404, 404)
    assert missing.text.replace("no-such-post", "for-members") == forbidden.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
def test_a_crash_says_sorry_and_never_what_broke(browser: Browser, headers: dict[str, str]) -> None:
    response = browser.get("/test/crash", headers=headers)

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "secret" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
def test_a_database_that_is_gone_is_503_and_says_to_try_again(
    browser: Browser, headers: dict[str, str]
) -> None:
    response = browser.get("/test/gone", headers=headers)

    assert response.status_code == 503
    assert "Please try again in a minute" in response.text
    assert "secret" not in response.text


@pytest.mark.parametrize("path", ["/blog/", "/blog/any", "/no/such/page", "/"])
def test_every_page_is_503_while_the_database_is_gone_even_one_that_is_missing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    browser.set_cookie("ion", "a-token")
    with browser.application.app_context():
        monkeypatch.setitem(db._app_engines[browser.application], None, gone_engine())

    response = browser.get(path)

    assert response.status_code == 503
    assert "Please try again in a minute" in response.text


def gone_engine() -> object:
    """An engine of a server that does not answer."""
    return create_engine(
        "postgresql+psycopg://postgres@127.0.0.1:9/none", connect_args={"connect_timeout": 1}
    )


def test_a_method_that_an_address_does_not_take_is_told_which_it_takes(browser: Browser) -> None:
    response = browser.put("/test/seat")

    assert response.status_code == 405
    assert set(re.split(r",\s*", response.headers["Allow"])) == {"GET", "HEAD", "OPTIONS", "POST"}


LONG = b"x" * (3 * 1024 * 1024)
AS_PARTS = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + LONG + b"\r\n--b--\r\n"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(b"text=" + LONG, "application/x-www-form-urlencoded"), (AS_PARTS, "multipart/form-data; boundary=b")],
    ids=["as one line", "in parts"],
)
def test_a_form_that_is_too_large_is_refused_however_it_is_sent(
    browser: Browser, body: bytes, encoding: str
) -> None:
    response = browser.post("/test/seat", data=body, content_type=encoding)

    assert response.status_code == 413
    assert "That is too large" in response.text


@pytest.mark.parametrize("path", ["/blog/%00", "/practices/a%00b", "/%00", "/no/such%00page/"])
@pytest.mark.database
def test_an_address_with_a_null_is_simply_not_found(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404

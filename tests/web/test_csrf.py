"""A POST without this session's own token is refused, and changes nothing."""

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from ion.base.extensions import db
from ion.models import OutboxRow
from tests.conftest import Browser

HTMX = {"HX-Request": "true"}


def changes() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxRow)) or 0


def assert_refused(response: TestResponse) -> None:
    assert response.status_code == 400
    assert "This form is no longer valid" in response.text
    assert changes() == 0


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
def test_a_post_with_the_token_of_its_session_is_taken(
    browser: Browser, csrf: dict[str, str], headers: Mapping[str, str]
) -> None:
    browser.post("/test/seat", data=csrf, headers=headers)

    assert changes() == 1


def test_a_post_with_the_token_in_a_header_is_taken(browser: Browser, csrf: dict[str, str]) -> None:
    browser.post("/test/seat", headers=HTMX | {"X-CSRFToken": csrf["csrf_token"]})

    assert changes() == 1


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
def test_a_post_without_a_token_is_refused(browser: Browser, headers: Mapping[str, str]) -> None:
    assert_refused(browser.post("/test/seat", headers=headers))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
def test_a_post_with_the_token_of_another_session_is_refused(
    browser: Browser, csrf: dict[str, str], headers: Mapping[str, str]
) -> None:
    other = Browser(browser.application)
    other.get("/test/token")

    assert_refused(other.post("/test/seat", data=csrf, headers=headers))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["browser", "htmx"])
def test_a_post_after_the_session_ended_is_refused(
    browser: Browser, csrf: dict[str, str], headers: Mapping[str, str]
) -> None:
    browser.delete_cookie("ion-form")

    assert_refused(browser.post("/test/seat", data=csrf, headers=headers))


def test_a_token_that_was_tampered_with_is_refused(browser: Browser, csrf: dict[str, str]) -> None:
    token = csrf["csrf_token"]
    other = "B" if token[5] == "A" else "A"  # the last letters may stand for the same bytes as others
    assert_refused(browser.post("/test/seat", data={"csrf_token": token[:5] + other + token[6:]}))


def test_a_refused_form_answers_htmx_with_a_block(browser: Browser) -> None:
    response = browser.post("/test/seat", headers=HTMX)

    assert "<html" not in response.text
    assert "This form is no longer valid" in response.text


def test_every_address_that_takes_a_post_asks_for_a_token_but_for_one_click_unsubscribe(app: Flask) -> None:
    assert app.config["WTF_CSRF_ENABLED"]
    assert app.config["WTF_CSRF_CHECK_DEFAULT"]
    assert app.extensions["csrf"]._exempt_views == {"ion.commons.mailing.views.unsubscribe"}
    assert app.extensions["csrf"]._exempt_blueprints == set()

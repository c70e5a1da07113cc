"""One address, one page, one block of it."""

import pytest

from tests.conftest import Browser

HTMX = {"HX-Request": "true"}


def test_a_browser_gets_the_page(browser: Browser) -> None:
    response = browser.get("/test/seat")

    assert response.text.startswith("<!doctype html><title>Whole</title><h1>free</h1>")


def test_htmx_gets_the_block_and_nothing_else(browser: Browser) -> None:
    response = browser.get("/test/seat", headers=HTMX)

    assert response.text.strip() == '<section id="seat">free</section>'


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_a_restored_history_get_the_page(browser: Browser, header: str) -> None:
    response = browser.get("/test/seat", headers=HTMX | {header: "true"})

    assert response.text.startswith("<!doctype html>")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_both_say_that_they_differ_by_the_header(browser: Browser, headers: dict[str, str]) -> None:
    assert "HX-Request" in browser.get("/test/seat", headers=headers).vary


@pytest.mark.database
def test_after_a_post_a_browser_is_sent_on_to_the_page(csrf: dict[str, str], browser: Browser) -> None:
    response = browser.post("/test/seat", data=csrf)

    assert (response.status_code, response.headers["Location"]) == (303, "/test/seat")
    assert "HX-Trigger" not in response.headers


@pytest.mark.database
def test_after_a_post_htmx_gets_the_fresh_block_and_an_event(csrf: dict[str, str], browser: Browser) -> None:
    response = browser.post("/test/seat", data=csrf, headers=HTMX)

    assert response.status_code == 200
    assert response.text.strip() == '<section id="seat">taken</section>'
    assert response.headers["HX-Trigger"] == "seat-taken"

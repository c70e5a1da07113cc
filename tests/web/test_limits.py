"""A belt against floods: a page that says how long to wait."""

from collections.abc import Iterator

import pytest

from ion.web.limits import limiter
from tests.conftest import Browser


@pytest.fixture(autouse=True)
def counted(browser: Browser) -> Iterator[None]:
    """Requests are counted in these tests alone, from nothing."""
    limiter.enabled = True
    limiter.reset()
    yield
    limiter.reset()
    limiter.enabled = False


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["browser", "htmx"])
def test_one_request_too_many_is_told_how_many_seconds_to_wait(
    browser: Browser, headers: dict[str, str]
) -> None:
    answers = [browser.get("/test/often", headers=headers) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Too many requests" in answers[2].text
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 61


def test_other_addresses_are_counted_by_themselves(browser: Browser) -> None:
    for _ in range(3):
        browser.get("/test/often")

    assert browser.get("/test/often", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200


def test_a_forwarded_address_is_not_believed_without_a_proxy_of_ours(browser: Browser) -> None:
    answers = [
        browser.get("/test/often", headers={"X-Forwarded-For": f"192.0.2.{last}"}).status_code
        for last in range(3)
    ]

    assert answers == [200, 200, 429]


def test_pages_without_a_limit_are_never_refused(browser: Browser) -> None:
    assert {browser.get("/test/seat").status_code for _ in range(5)} == {200}

"""What leaves the site never repeats a stranger's Host."""

import pytest

from tests.conftest import Browser
from tests.factories import PostFactory

STRANGER = {"HTTP_HOST": "evil.example"}


@pytest.mark.parametrize(
    "path", ["/", "/blog/", "/practices", "/no/such/page", "/search?q=a", "/blog/feed.atom"]
)
@pytest.mark.parametrize(
    "host", ["evil.example", "ion.example.gov.evil.example", "evil.example:443", "bad host", ""]
)
def test_a_host_that_is_not_ours_is_refused_in_production(production: Browser, path: str, host: str) -> None:
    response = production.get(path, environ_overrides={"HTTP_HOST": host})

    assert response.status_code == 400
    assert "evil" not in response.text


@pytest.mark.parametrize("host", ["ion.example.gov", "ION.example.GOV", "ion.example.gov:443"])
def test_our_own_host_is_served(production: Browser, host: str) -> None:
    assert production.get("/about", environ_overrides={"HTTP_HOST": host}).status_code == 200


def test_machines_that_ask_by_number_are_answered(production: Browser) -> None:
    by_number = {"HTTP_HOST": "10.0.0.7:8000"}
    token = {"Authorization": "Bearer token-of-the-tests"}

    answers = [
        production.get(path, environ_overrides=by_number, headers=token).status_code
        for path in ("/healthz", "/readyz", "/metrics")
    ]
    assert answers == [200, 200, 200]


def test_in_development_any_host_is_served(browser: Browser) -> None:
    assert browser.get("/about", environ_overrides=STRANGER).status_code == 200


def test_full_addresses_come_from_the_settings_whatever_the_headers_say(browser: Browser) -> None:
    PostFactory(slug="one")
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}

    feed = browser.get("/blog/feed.atom", environ_overrides=STRANGER, headers=headers)

    assert "http://localhost/blog/one" in feed.text
    assert "evil.example" not in feed.text

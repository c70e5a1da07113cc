"""What a browser may load, frame, keep and pass on: said with every answer."""

import pytest

from tests.conftest import Browser

CSP = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"
FIXED = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
EVERYWHERE = [
    "/",
    "/blog/",
    "/blog/feed.atom",
    "/search?q=wioa",
    "/healthz",
    "/readyz",
    "/metrics",
    "/no/such/page",
    "/practices",
    "/test/crash",
    "/test/refused/403",
    "/static/favicon.svg",
    "/static/no-such-file",
]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_carries_the_headers_errors_and_files_too(browser: Browser, path: str) -> None:
    response = browser.get(path, buffered=True)

    assert {name: response.headers.get(name) for name in FIXED} == FIXED


def test_a_refused_form_carries_them_too(browser: Browser) -> None:
    assert browser.post("/test/seat").headers["Content-Security-Policy"] == CSP


def test_pages_are_asked_for_again_and_differ_by_the_htmx_header(browser: Browser) -> None:
    response = browser.get("/about")

    assert response.headers["Cache-Control"] == "no-cache"
    assert "HX-Request" in response.vary


def test_reading_sets_no_cookie(browser: Browser) -> None:
    assert [browser.get(path).headers.get("Set-Cookie") for path in ("/", "/blog/", "/about")] == [None] * 3


def test_transport_security_is_promised_in_production_over_tls_alone(
    browser: Browser, production: Browser
) -> None:
    over_tls = production.get("/")
    plain = production.get("/", environ_overrides={"wsgi.url_scheme": "http"})
    development = browser.get("/", environ_overrides={"wsgi.url_scheme": "https"})

    name = "Strict-Transport-Security"
    assert over_tls.headers[name] == "max-age=31536000; includeSubDomains"
    assert (plain.headers.get(name), development.headers.get(name)) == (None, None)


def test_cookies_in_production_are_for_this_host_over_tls_and_not_for_scripts(production: Browser) -> None:
    cookie = production.get("/test/token").headers["Set-Cookie"]

    assert cookie.startswith("__Host-ion-form=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie

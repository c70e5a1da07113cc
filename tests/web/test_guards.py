"""Found, or the same 404 as everywhere; and nowhere but here after signing in."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import NotFound

from ion.web.guards import local_path, or_404


def test_what_is_found_is_given_back() -> None:
    assert or_404("a post") == "a post"


def test_something_found_that_is_empty_is_still_found() -> None:
    assert or_404(0) == 0


def test_nothing_found_is_not_found() -> None:
    with pytest.raises(NotFound):
        or_404(None)


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%0d%0a\nx",
        "javascript:alert(1)",
        "http:/evil.example",
        "evil.example",
        "",
        None,
        " /blog/",
    ],
)
def test_local_path_leads_nowhere_else(address: str | None) -> None:
    assert local_path(address, "/here") == "/here"


@pytest.mark.parametrize(
    "address", ["/", "/blog/?topic=youth&page=2", "/practices/a#tool-b", "/search?q=%2F%2Fa"]
)
def test_local_path_keeps_paths_of_the_site(address: str) -> None:
    assert local_path(address) == address


@given(st.text(max_size=60))
def test_whatever_is_asked_for_stays_on_the_site(text: str) -> None:
    path = local_path("/" + text)

    assert urljoin("https://ion.example/account/sign-in", path).startswith("https://ion.example/")

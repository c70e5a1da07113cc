"""Found, or the same 404 as everywhere."""

import pytest
from werkzeug.exceptions import NotFound

from ion.web.guards import or_404


def test_what_is_found_is_given_back() -> None:
    assert or_404("a post") == "a post"


def test_something_found_that_is_empty_is_still_found() -> None:
    assert or_404(0) == 0


def test_nothing_found_is_not_found() -> None:
    with pytest.raises(NotFound):
        or_404(None)

"""What tests of the pages of questions share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from ion.commons.questions.queries import places


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What visitors are answered from for two seconds is no other test's."""
    places.forget_recent()
    yield


@pytest.fixture
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

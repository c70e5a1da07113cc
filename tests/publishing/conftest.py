"""An editor, and the browser of that editor, for the tests of pages."""

import pytest
from flask import Flask

from ion.models import User
from tests.conftest import Browser
from tests.publishing.desks import an_editor, desk_of


@pytest.fixture
def editor(app: Flask) -> User:
    """Somebody who may write and publish."""
    return an_editor()


@pytest.fixture
def browser(app: Flask, editor: User) -> Browser:
    """The editor's browser, signed in."""
    return desk_of(app, editor)

"""What tests of files share: a storage of their own, no scanner, and an editor's browser."""

from pathlib import Path

import pytest
from flask import Flask

from ion.adapters.disk_storage import DiskStorage
from ion.adapters.no_scanner import NoScanner
from ion.core.ports import scanner, storage
from ion.models import Grant, User
from tests.conftest import Browser
from tests.factories import UserFactory, sign_in


@pytest.fixture
def kept(tmp_path: Path) -> DiskStorage:
    """The storage, empty, and no scanner."""
    made = DiskStorage(tmp_path / "files")
    storage.use(made)
    scanner.use(NoScanner())
    return made


@pytest.fixture
def editor(app: Flask) -> User:
    return UserFactory(Grant.MEMBER, Grant.EDITOR)


@pytest.fixture
def browser(app: Flask, editor: User, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The editor's browser."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    made = Browser(app)
    sign_in(made, editor)
    return made

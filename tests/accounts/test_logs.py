"""No log holds what opens an account: neither a password nor the secret of a link."""

import io
import sys
from collections.abc import Iterator

import pytest

from ion.web import logs
from tests.accounts.people import OTHER, PASSWORD, Member, letters, links, send, sign_in
from tests.conftest import Browser

pytestmark = pytest.mark.database


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What production writes to standard error."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure(as_json=True)
    yield stream
    monkeypatch.undo()
    logs.configure(as_json=True)


def test_neither_passwords_nor_secrets_nor_addresses_are_logged(
    production: Browser, written: io.StringIO
) -> None:
    Member("real@example.org")
    sign_in(production, "real@example.org", "not the right one")
    send(production, "/account/reset", email="real@example.org")
    path = links(letters()[0])[0]
    production.get(path)
    send(production, path, password=OTHER)
    cookie = sign_in(production, "real@example.org", OTHER).headers["Set-Cookie"]

    log = written.getvalue()
    assert '"path": "/account/reset/<token>"' in log and '"path": "/account/sign-in"' in log
    hidden = [
        PASSWORD,
        OTHER,
        "not the right one",
        "real@example.org",
        path.rpartition("/")[2],
        cookie[11:54],
    ]
    assert [secret for secret in hidden if secret in log] == []


def test_the_secret_of_an_unsubscribe_link_is_not_logged_either(
    production: Browser, written: io.StringIO
) -> None:
    production.get("/mail/unsubscribe/" + "s" * 43)

    assert "s" * 43 not in written.getvalue()


def test_a_crash_behind_a_link_does_not_log_its_secret(
    production: Browser, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("ion.accounts.queries.user_of_link", crash)

    assert production.get("/account/reset/" + "s" * 43).status_code == 500
    assert "s" * 43 not in written.getvalue()

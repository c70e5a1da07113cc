"""One line of JSON per request, with its id; never what somebody searched for, sent or carries."""

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ion.base.extensions import db
from ion.web import logs
from tests.conftest import Browser


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What production writes to standard error."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure(as_json=True)
    yield stream
    monkeypatch.undo()
    logs.configure(as_json=True)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_request_is_one_line_of_json_with_the_id_that_the_answer_carries(
    production: Browser, written: io.StringIO
) -> None:
    response = production.get("/about")

    [line] = lines(written)
    assert {name: line[name] for name in ("event", "method", "path", "status", "level", "request_id")} == {
        "event": "request",
        "method": "GET",
        "path": "/about",
        "status": 200,
        "level": "info",
        "request_id": response.headers["X-Request-ID"],
    }
    assert isinstance(line["ms"], float)
    assert line["timestamp"].endswith("Z")


def test_every_request_has_an_id_of_its_own(production: Browser) -> None:
    ids = [production.get("/healthz").headers["X-Request-ID"] for _ in range(3)]

    assert len(set(ids)) == 3


@pytest.mark.parametrize("sent", ["abcd-1234", "A" * 64])
def test_an_id_that_a_proxy_gave_is_kept(production: Browser, sent: str) -> None:
    assert production.get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["short", "A" * 65, "with space", '<script>"x"', "{'a': 1234567}"])
def test_an_id_that_could_do_harm_is_replaced(production: Browser, sent: str) -> None:
    assert production.get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"] != sent


@pytest.mark.parametrize("path", ["/search", "/test/crash", "/test/gone", "/no/such"])
def test_neither_words_searched_for_nor_cookies_nor_texts_are_written(
    production: Browser, written: io.StringIO, path: str
) -> None:
    production.set_cookie("__Host-ion", "token-in-cookie", domain="ion.example.gov", secure=True)

    production.get(
        path, query_string={"q": "words-searched-for"}, headers={"Authorization": "Bearer in-header"}
    )
    production.post("/test/seat", data={"text": "typed-text", "password": "typed-password"})

    told = written.getvalue()
    for secret in ("words-searched-for", "token-in-cookie", "in-header", "typed-text", "typed-password"):
        assert secret not in told


def test_a_crash_is_written_with_its_cause_and_id_on_one_line(
    production: Browser, written: io.StringIO
) -> None:
    response = production.get("/test/crash")

    crash, request = lines(written)
    assert (crash["event"], crash["level"], request["status"]) == ("crash", "error", 500)
    assert "RuntimeError: the secret of the house" in crash["exception"]
    assert crash["request_id"] == request["request_id"] == response.headers["X-Request-ID"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/favicon.svg"])
def test_machines_that_watch_and_files_leave_no_line(
    production: Browser, written: io.StringIO, path: str
) -> None:
    production.get(path, buffered=True)

    assert written.getvalue() == ""


@pytest.mark.database
def test_an_error_of_the_database_does_not_repeat_what_was_asked(production: Browser) -> None:
    with production.application.app_context(), pytest.raises(SQLAlchemyError) as caught:
        db.session.execute(text("SELECT nothing FROM nowhere WHERE word = :word"), {"word": "words-typed"})

    assert "words-typed" not in str(caught.value)


def test_a_path_with_a_line_end_stays_on_one_line(production: Browser, written: io.StringIO) -> None:
    production.get("/a%0a{forged: true}")

    assert len(written.getvalue().splitlines()) == 1

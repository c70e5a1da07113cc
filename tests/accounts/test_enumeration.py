"""Whether an address has an account is answered to nobody: the same status, body, headers and work for all."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug import security
from werkzeug.test import TestResponse

from ion.core import clock
from tests.accounts.people import OTHER, PASSWORD, Member, another, body, send

pytestmark = pytest.mark.database

ADDRESSES = {
    "known": "ana@example.org",
    "unknown": "nobody@example.org",
    "not confirmed": "ben@example.org",
    "suspended": "sue@example.org",
    "without password": "new@example.org",
}
FORMS: dict[str, dict[str, str]] = {
    "/account/sign-in": {"password": OTHER},
    "/account/sign-up": {"name": "Somebody", "password": OTHER},
    "/account/reset": {},
    "/account/confirm": {},
}


@pytest.fixture(autouse=True)
def people(app: object) -> None:
    Member(ADDRESSES["known"])
    Member(ADDRESSES["not confirmed"], confirmed_at=None)
    Member(ADDRESSES["suspended"], suspended_at=clock.now())
    Member(ADDRESSES["without password"], password_hash="")


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How much work each hashing was, in the order in which it was done."""
    done: list[int] = []
    real: Callable[..., bytes] = hashlib.scrypt

    def counted(*arguments: Any, **options: Any) -> bytes:
        done.append(options["n"])
        return real(*arguments, **options)

    monkeypatch.setattr(security.hashlib, "scrypt", counted)
    yield done


def seen(client: FlaskClient, answer: TestResponse) -> tuple[Any, ...]:
    """What the person gets to see: the answer, and the page it leads to."""
    after = body(client.get(answer.headers["Location"])) if answer.status_code == 303 else ""
    headers = {name: value for name, value in answer.headers if name not in ("X-Request-ID", "Set-Cookie")}
    headers.pop("Content-Length", None)  # of the typed address
    return answer.status_code, headers, body(answer), after


@pytest.mark.parametrize("path", FORMS)
def test_the_answer_is_the_same_for_every_address(client: FlaskClient, path: str) -> None:
    answers = {}
    for kind, email in ADDRESSES.items():
        browser = another(client)
        answers[kind] = seen(browser, send(browser, path, email=email, **FORMS[path]))

    assert {kind for kind, answer in answers.items() if answer != answers["unknown"]} == set()


@pytest.mark.parametrize("path", FORMS)
def test_the_answer_over_the_limit_is_the_same_for_every_address(client: FlaskClient, path: str) -> None:
    answers = {}
    for kind, email in ADDRESSES.items():
        browser = another(client)
        for _ in range(6):
            last = send(browser, path, email=email, **FORMS[path])
        waiting = last.headers.pop("Retry-After", "0")
        answers[kind] = seen(browser, last)
        assert (int(waiting) > 800) == (path == "/account/sign-in")

    assert {kind for kind, answer in answers.items() if answer != answers["unknown"]} == set()


@pytest.mark.parametrize("kind", ADDRESSES)
@pytest.mark.parametrize(
    ("path", "times"),
    [("/account/sign-in", 1), ("/account/sign-up", 1), ("/account/reset", 0), ("/account/confirm", 0)],
)
def test_the_hash_function_runs_as_often_for_every_address(
    client: FlaskClient, hashes: list[int], path: str, times: int, kind: str
) -> None:
    send(client, path, email=ADDRESSES[kind], **FORMS[path])

    assert hashes == [256] * times


def test_a_right_password_is_the_same_work_as_a_wrong_one(client: FlaskClient, hashes: list[int]) -> None:
    send(client, "/account/sign-in", email=ADDRESSES["known"], password=PASSWORD)

    assert hashes == [256]


def test_what_is_over_the_limit_is_not_hashed_at_all(client: FlaskClient, hashes: list[int]) -> None:
    for _ in range(8):
        send(client, "/account/sign-in", email=ADDRESSES["known"], password=OTHER)

    assert hashes == [256] * 5


def test_the_password_that_joined_with_an_address_tells_nothing_of_it(client: FlaskClient) -> None:
    """Whoever joins with somebody's address knows a password that is right for it where it was unknown before."""
    answers = []
    for kind in ("known", "unknown"):
        browser = another(client)
        joined = {"name": "Somebody", "email": ADDRESSES[kind], "password": OTHER}
        send(browser, "/account/sign-up", **joined)
        answers.append(seen(browser, send(browser, "/account/sign-in", **joined)))

    assert answers[0] == answers[1]

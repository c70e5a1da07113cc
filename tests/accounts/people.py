"""Members with a password, forms sent as a browser sends them, and what stands in the mail that was asked for."""

import re
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from ion.base.extensions import db
from ion.core import working
from ion.models import Delivery, Grant, SignIn, User
from ion.worker import HANDLERS
from tests.conftest import Browser
from tests.factories import PersonFactory, UserFactory

PASSWORD = "maple tractor violet"
OTHER = "violet harbor engine"
CHEAP = "scrypt:256:8:1"
HASH = generate_password_hash(PASSWORD, CHEAP)
"""Of PASSWORD: right in every way, only quick to check."""


def Member(email: str = "ana@example.org", *grants: Grant, name: str = "Ana Ruiz", **fields: Any) -> User:
    """A confirmed member whose password is PASSWORD."""
    person = fields.pop("person", None) or PersonFactory(name=name)
    return UserFactory(*grants, email=email, person=person, **{"password_hash": HASH} | fields)


def csrf(client: FlaskClient) -> str:
    """The token of this browser's session, from a form that everybody may open."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/account/reset").text)
    assert found
    return found[1]


def send(client: FlaskClient, path: str, address: str = "127.0.0.1", **fields: Any) -> TestResponse:
    """Send a form from an address, with this session's token."""
    return client.post(
        path,
        data={"csrf_token": csrf(client)} | fields,
        headers={
            "Referer": "https://ion.example.gov/account/"
        },  # looked at where the site is reached by https
        environ_overrides={"REMOTE_ADDR": address},
    )


def sign_in(
    client: FlaskClient, email: str = "ana@example.org", password: str = PASSWORD, **more: Any
) -> TestResponse:
    return send(client, "/account/sign-in", email=email, password=password, **more)


def signed_in(client: FlaskClient, user: User, password: str = PASSWORD) -> FlaskClient:
    """A browser of this user's, signed in by its own form."""
    answer = sign_in(client, user.email, password)
    assert answer.status_code == 303, answer.text
    return client


def another(client: FlaskClient) -> FlaskClient:
    """A second browser of the same site."""
    return Browser(client.application)


def is_signed_in(client: FlaskClient) -> bool:
    """Whether the browser is; like every answer that is read to its end, this is noted as a visit."""
    return bool(client.get("/account/", buffered=True).status_code == 200)


def sign_ins() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(SignIn)) or 0


def letters() -> list[Delivery]:
    """Every mail that was asked for so far, written by the worker, in the order of asking."""
    db.session.rollback()
    working.run_due(HANDLERS, "tests")
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def sent() -> list[tuple[str, str]]:
    """(kind, address) of every mail."""
    return [(letter.kind, letter.address) for letter in letters()]


def links(letter: Delivery) -> list[str]:
    """The paths that a mail leads to, each once; whatever else it might lead to fails the test."""
    found = re.findall(r"https?://[^\s\"<>]+", letter.text + letter.html)
    return list(dict.fromkeys(address.removeprefix("http://localhost") for address in found))


def link(kind: str) -> str:
    """The path of the one link of the latest mail of this kind that holds a secret."""
    letter = [each for each in letters() if each.kind == kind][-1]
    [path] = [path for path in links(letter) if re.search(r"/[\w-]{43}$", path)]
    return path


def errors(answer: TestResponse) -> list[str]:
    """The words at the top of a form that was refused."""
    summary = BeautifulSoup(answer.text, "html.parser").select("[data-error-summary] li")
    return [" ".join(line.get_text().split()) for line in summary]


def words(answer: TestResponse, selector: str = "main") -> str:
    found = BeautifulSoup(answer.text, "html.parser").select_one(selector)
    return " ".join(found.get_text().split()) if found else ""


def body(answer: TestResponse) -> str:
    """The page without what differs by request: the form token, and what the person typed."""
    text = re.sub(r'(name="csrf_token" value=|csrf-token" content=)"[^"]*"', "", answer.text)
    return re.sub(r"[\w.+-]+@[\w.-]+", "ADDRESS", text)

"""A button behind a link that is pressed many times at once does its deed once."""

from threading import Barrier, Thread

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.models import AuditRow, SignIn, User
from tests.accounts.people import OTHER, PASSWORD, csrf, letters, link, send
from tests.conftest import Browser

pytestmark = pytest.mark.database
THREADS = 8


def pressed_at_once(client: FlaskClient, path: str, **fields: str) -> list[int]:
    """The status of each of THREADS presses."""
    sent = {"csrf_token": csrf(client)} | fields
    session = client.get_cookie("ion-form")
    assert session
    barrier, answers = Barrier(THREADS), [0] * THREADS

    def press(number: int) -> None:
        browser = Browser(client.application)
        browser.set_cookie("ion-form", session.value)
        barrier.wait(30)
        answers[number] = browser.post(path, data=sent).status_code

    threads = [Thread(target=press, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return sorted(answers)


def test_of_many_presses_one_confirms_and_signs_in(client: FlaskClient) -> None:
    send(client, "/account/sign-up", name="Ben", email="ben@example.org", password=PASSWORD)

    assert pressed_at_once(client, link("confirm")) == [303] + [404] * (THREADS - 1)
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1


def test_of_many_presses_one_changes_the_password(client: FlaskClient, ana: User) -> None:
    send(client, "/account/reset", email="ana@example.org")

    assert pressed_at_once(client, link("reset"), password=OTHER) == [303] + [404] * (THREADS - 1)
    assert db.session.scalar(select(func.count()).select_from(AuditRow)) == 1


def test_of_many_who_join_with_one_address_at_once_one_account_is_made(client: FlaskClient) -> None:
    fields = {"name": "Ben", "email": "ben@example.org", "password": PASSWORD}

    answers = pressed_at_once(client, "/account/sign-up", **fields)

    assert answers == [303] * THREADS
    assert db.session.scalar(select(func.count()).select_from(User)) == 1
    assert len(letters()) == 3

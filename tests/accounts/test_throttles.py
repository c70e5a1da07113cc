"""How often a password may be guessed: counted per account and per address, whoever asks at once."""

from datetime import timedelta
from threading import Barrier, Event, Lock, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ion.accounts import passwords
from ion.base.extensions import db
from ion.core import clock, throttle
from ion.models import Delivery, Throttle, User
from tests.accounts.people import PASSWORD, another, csrf, errors, is_signed_in, sign_in, sign_ins
from tests.conftest import Browser

pytestmark = pytest.mark.database
PARALLEL = 50


def counts(action: str) -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Throttle.count).where(Throttle.action == action)))


def test_after_five_tries_the_account_waits_a_quarter_of_an_hour(client: FlaskClient, ana: User) -> None:
    wrong = [sign_in(client, password=f"guess {number}") for number in range(5)]
    sixth = sign_in(client)

    assert [answer.status_code for answer in wrong] == [422] * 5
    assert sixth.status_code == 429
    assert 890 < int(sixth.headers["Retry-After"]) <= 900
    assert errors(sixth) == ["Too many tries. Please wait 15 minutes, then try again."]
    assert 'value="ana@example.org"' in sixth.text and PASSWORD not in sixth.text
    assert not is_signed_in(client)


def test_after_the_quarter_hour_it_opens_again(client: FlaskClient, ana: User) -> None:
    for _ in range(6):
        sign_in(client, password="wrong")

    with clock.frozen(clock.now() + timedelta(minutes=15, seconds=1)):
        assert sign_in(client).status_code == 303


def test_the_wait_holds_whatever_the_address_is_written_like_and_wherever_it_comes_from(
    client: FlaskClient, ana: User
) -> None:
    for number in range(5):
        sign_in(
            another(client),
            " ANA@example.org" if number % 2 else "Ana@Example.org",
            "wrong",
            address="192.0.2.7",
        )

    assert sign_in(client).status_code == 429


def test_a_success_forgives_the_account(client: FlaskClient, ana: User) -> None:
    for _ in range(4):
        sign_in(client, password="wrong")
    sign_in(client)

    assert [sign_in(another(client), password="wrong").status_code for _ in range(5)] == [422] * 5


def test_after_thirty_failures_an_address_waits_for_every_account(client: FlaskClient, ana: User) -> None:
    for number in range(30):
        assert sign_in(client, f"p{number}@example.org", "wrong", address="192.0.2.7").status_code == 422

    assert sign_in(client, address="192.0.2.7").status_code == 429
    assert sign_in(client, address="192.0.2.8").status_code == 303


def test_a_success_does_not_forgive_the_address_its_failures(client: FlaskClient, ana: User) -> None:
    for number in range(29):
        sign_in(client, f"p{number}@example.org", "wrong", address="192.0.2.7")
    sign_in(client, address="192.0.2.7")

    answers = [sign_in(another(client), f"q{n}@example.org", "wrong", address="192.0.2.7") for n in range(2)]

    assert [answer.status_code for answer in answers] == [422, 429]


def test_an_office_behind_one_address_does_not_lock_itself_out(client: FlaskClient, ana: User) -> None:
    answers = [sign_in(another(client), address="192.0.2.7").status_code for _ in range(35)]

    assert answers == [303] * 35


def test_a_forged_forwarding_header_does_not_make_another_address(client: FlaskClient, ana: User) -> None:
    for number in range(30):
        client.post(
            "/account/sign-in",
            data={"csrf_token": csrf(client), "email": f"p{number}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )

    assert sign_in(client).status_code == 429


def test_a_whole_ipv6_network_is_one_address(client: FlaskClient, ana: User) -> None:
    for number in range(30):
        sign_in(client, f"p{number}@example.org", "wrong", address=f"2001:db8:1:2::{number:x}")

    assert sign_in(client, address="2001:db8:1:2:ffff::1").status_code == 429
    assert sign_in(client, address="2001:db8:1:3::1").status_code == 303


def test_tables_hold_hashes_of_who_tried(client: FlaskClient, ana: User) -> None:
    sign_in(client, password="wrong")

    subjects = db.session.scalars(select(Throttle.subject)).all()
    assert {len(subject) for subject in subjects} == {64}


def at_once(app: Flask, tries: list[str]) -> list[int]:
    """What as many browsers are answered that try these passwords at the same moment."""
    first = Browser(app)
    fields = {"csrf_token": csrf(first), "email": "ana@example.org"}
    session = first.get_cookie("ion-form")
    assert session
    answers = [0] * len(tries)

    def run(number: int) -> None:
        browser = Browser(app)
        browser.set_cookie("ion-form", session.value)
        answers[number] = browser.post(
            "/account/sign-in", data=fields | {"password": tries[number]}
        ).status_code

    threads = [Thread(target=run, args=[number]) for number in range(len(tries))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_fifty_tries_at_once_count_as_fifty(app: Flask, ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    barrier = Barrier(PARALLEL)

    def all_together(password: str, kept: str) -> bool:
        barrier.wait(60)  # nobody is counted before everybody has looked and found nothing counted
        return False

    monkeypatch.setattr(passwords, "is_right", all_together)
    answers = at_once(app, ["wrong"] * PARALLEL)

    assert (answers.count(422), answers.count(429)) == (5, PARALLEL - 5)
    assert counts("sign-in") == [PARALLEL]


def test_the_right_password_among_fifty_is_refused_where_it_comes_late(
    app: Flask, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    barrier, counted, lock, done = Barrier(PARALLEL), Event(), Lock(), [0]

    def right_one_last(password: str, kept: str) -> bool:
        barrier.wait(60)
        if password == PASSWORD:
            counted.wait(60)  # it was looked at in time; what matters is when it is counted
            return True
        return False

    real = throttle.count

    def count(limit: throttle.Limit, subject: str) -> int:
        seconds = real(limit, subject)
        if limit.action == "sign-in-from":
            with lock:
                done[0] += 1
                if done[0] == PARALLEL - 1:
                    counted.set()
        return seconds

    monkeypatch.setattr(passwords, "is_right", right_one_last)
    monkeypatch.setattr(throttle, "count", count)
    answers = at_once(app, ["wrong"] * (PARALLEL - 1) + [PASSWORD])

    assert answers[-1] == 429
    assert (answers.count(422), answers.count(429)) == (5, PARALLEL - 5)
    assert sign_ins() == 0


def test_eight_mails_asked_for_at_once_are_three(app: Flask, ana: User, client: FlaskClient) -> None:
    fields = {"csrf_token": csrf(client), "email": "ana@example.org"}
    session = client.get_cookie("ion-form")
    assert session
    barrier = Barrier(8)

    def run() -> None:
        browser = Browser(app)
        browser.set_cookie("ion-form", session.value)
        barrier.wait(60)
        browser.post("/account/reset", data=fields)

    threads = [Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counts("account-mail") == [8]
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 3

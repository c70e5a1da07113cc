"""Another e-mail: asked for with the password, confirmed from the new address, told to the old one."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import User
from tests.accounts.people import (
    OTHER,
    PASSWORD,
    Member,
    another,
    body,
    errors,
    is_signed_in,
    letters,
    link,
    send,
    sent,
    sign_in,
    signed_in,
    words,
)

pytestmark = pytest.mark.database
NEW = "ana.ruiz@example.org"


def ask(client: FlaskClient, email: str = NEW) -> None:
    answer = send(client, "/account/email", email=email, password=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/email")


def address() -> str:
    db.session.rollback()
    return db.session.scalars(select(User.email).order_by(User.id)).first() or ""


def test_the_address_changes_when_the_new_one_is_confirmed_and_not_before(hers: FlaskClient) -> None:
    ask(hers)
    before = address()

    page = hers.get(link("new-email"))
    answer = send(hers, link("new-email"))

    assert before == "ana@example.org"
    assert NEW in page.text
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/email")
    assert address() == NEW
    assert is_signed_in(hers)
    assert sign_in(another(hers), NEW).status_code == 303


def test_the_old_address_is_told_when_it_is_asked_for_and_when_it_is_done(hers: FlaskClient) -> None:
    ask(hers)
    send(hers, link("new-email"))

    assert sent() == [
        ("email-change-asked", "ana@example.org"),
        ("new-email", NEW),
        ("email-changed", "ana@example.org"),
    ]
    assert [letter.kind for letter in letters() if "Ana Ruiz" in letter.text and NEW in letter.text] == [
        "email-change-asked",
        "email-changed",
    ]


def test_the_pages_say_what_waits(hers: FlaskClient) -> None:
    ask(hers)

    assert f"Waiting for confirmation of {NEW}" in words(hers.get("/account/email"))
    assert f"Waiting for confirmation of {NEW}" in words(hers.get("/account/"))
    with clock.frozen(clock.now() + timedelta(hours=7)):
        is_signed_in(hers)
    with clock.frozen(clock.now() + timedelta(hours=14)):
        is_signed_in(hers)
    with clock.frozen(clock.now() + timedelta(hours=21)):
        is_signed_in(hers)
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert "Waiting" not in words(hers.get("/account/"))


def test_a_change_that_is_canceled_has_a_dead_link(hers: FlaskClient) -> None:
    ask(hers)
    path = link("new-email")

    send(hers, "/account/email/cancel")

    assert send(hers, path).status_code == 404
    assert "Waiting" not in words(hers.get("/account/email"))
    assert address() == "ana@example.org"


def test_a_mail_written_after_the_change_was_canceled_has_a_dead_link(hers: FlaskClient) -> None:
    ask(hers)
    send(hers, "/account/email/cancel")

    assert send(hers, link("new-email")).status_code == 404


def test_only_the_latest_wish_counts(hers: FlaskClient) -> None:
    ask(hers, "first@example.org")
    first = link("new-email")
    ask(hers)

    assert send(hers, first).status_code == 404
    assert send(hers, link("new-email")).status_code == 303
    assert address() == NEW


def test_a_link_works_once_and_for_a_day(hers: FlaskClient) -> None:
    ask(hers)
    path = link("new-email")
    with clock.frozen(clock.now() + timedelta(hours=24, minutes=1)):
        assert send(another(hers), path).status_code == 404

    assert [send(hers, path).status_code for _ in range(2)] == [303, 404]


def test_a_new_password_cancels_the_change(hers: FlaskClient) -> None:
    ask(hers)
    path = link("new-email")

    send(hers, "/account/password", current=PASSWORD, password=OTHER)

    assert send(hers, path).status_code == 404


def test_links_that_went_to_the_old_address_die_with_it(hers: FlaskClient) -> None:
    send(hers, "/account/reset", email="ana@example.org")
    old = link("reset")
    ask(hers)

    send(hers, link("new-email"))

    assert hers.get(old).status_code == 404


def test_the_link_may_be_opened_in_a_browser_that_is_not_signed_in(hers: FlaskClient) -> None:
    ask(hers)
    other = another(hers)

    answer = send(other, link("new-email"))

    assert answer.headers["Location"] == "/account/sign-in"
    assert not is_signed_in(other)
    assert address() == NEW


def test_an_address_that_somebody_has_is_answered_like_any_other(hers: FlaskClient) -> None:
    Member("ben@example.org")
    ask(hers, "ben@example.org")
    taken = hers.get("/account/email")
    ask(hers, "nobody@example.org")
    free = hers.get("/account/email")

    assert body(taken) == body(free)
    assert [each for each in sent() if each[0] != "email-change-asked"] == [
        ("already", "ben@example.org"),
        ("new-email", "nobody@example.org"),
    ]


def test_an_address_that_somebody_got_meanwhile_is_refused_and_nothing_changes(hers: FlaskClient) -> None:
    ask(hers)
    path = link("new-email")
    Member(NEW)

    answer = send(hers, path)

    assert answer.status_code == 409
    assert "account of its own" in answer.text
    assert address() == "ana@example.org"


def test_of_two_who_confirm_one_address_the_first_gets_it(hers: FlaskClient) -> None:
    Member("ben@example.org", name="Ben")
    with unit_of_work():
        pass
    his = another(hers)
    assert sign_in(his, "ben@example.org").status_code == 303
    ask(hers)
    ask(his)
    paths = [letter for letter in letters() if letter.kind == "new-email"]

    answers = [send(hers, path_of(letter.text)) for letter in paths]

    assert [answer.status_code for answer in answers] == [303, 409]


def path_of(text: str) -> str:
    return next(line for line in text.splitlines() if "/account/email/" in line).removeprefix(
        "http://localhost"
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": NEW, "password": OTHER}, "This is not your password."),
        ({"email": NEW, "password": ""}, "Enter your password."),
        ({"email": "ana", "password": PASSWORD}, "Enter an email address, like name@example.org."),
        ({"email": "Ana@example.org", "password": PASSWORD}, "This is your email already."),
    ],
)
def test_what_is_wrong_is_said_in_words(hers: FlaskClient, fields: dict[str, str], words: str) -> None:
    answer = send(hers, "/account/email", **fields)

    assert (answer.status_code, errors(answer)) == (422, [words])
    assert f'value="{fields["email"].lower()}"' in answer.text
    assert sent() == []


def test_each_sees_and_cancels_their_own_change_alone(hers: FlaskClient) -> None:
    ask(hers)
    ben = signed_in(another(hers), Member("ben@example.org"))

    send(ben, "/account/email/cancel")

    assert NEW not in ben.get("/account/email").text
    assert NEW in hers.get("/account/email").text

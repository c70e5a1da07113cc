"""Joining: the form, the mail, the button; and who was here before."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ion.accounts import passwords
from ion.base.extensions import db
from ion.core import clock, signals
from ion.core.people import HAS_LOGIN
from ion.models import Delivery, Grant, Person, User
from tests.accounts.people import (
    HASH,
    OTHER,
    PASSWORD,
    Member,
    another,
    errors,
    is_signed_in,
    letters,
    link,
    send,
    sent,
    sign_in,
    sign_ins,
)
from tests.factories import sign_in as give_cookie

pytestmark = pytest.mark.database
NEW = {"name": "Ben Okafor", "email": "ben@example.org", "password": PASSWORD}


def join(client: FlaskClient, **fields: str) -> None:
    answer = send(client, "/account/sign-up", **NEW | fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/check-mail")


def ben() -> User:
    db.session.rollback()
    return db.session.scalars(select(User).where(User.email == "ben@example.org")).one()


def test_who_joins_gets_a_mail_and_is_nobody_until_its_button_is_pressed(client: FlaskClient) -> None:
    join(client)

    assert sent() == [("confirm", "ben@example.org")]
    assert (ben().confirmed_at, ben().person.name, ben().person.audience) == (None, "Ben Okafor", "members")
    assert [held.grant for held in ben().grants] == [Grant.MEMBER]
    assert sign_in(client, "ben@example.org").status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Person).where(HAS_LOGIN)) == 0


def test_the_page_says_where_the_mail_went_and_can_send_it_again(client: FlaskClient) -> None:
    join(client)

    page = client.get("/account/check-mail").text
    send(client, "/account/confirm", email="ben@example.org")

    assert "We sent you a mail" in page and "ben@example.org" in page
    assert sent() == [("confirm", "ben@example.org")] * 2


def test_the_button_confirms_signs_in_and_leads_to_the_first_questions(client: FlaskClient) -> None:
    join(client)
    path = link("confirm")

    page = client.get(path)
    answer = send(client, path)

    assert "Ben Okafor" in page.text and "Confirm and sign in" in page.text
    assert (answer.status_code, answer.headers["Location"]) == (303, "/people/welcome")
    assert ben().confirmed_at is not None
    assert is_signed_in(client)


def test_a_link_is_used_up_by_its_button(client: FlaskClient) -> None:
    join(client)
    path = link("confirm")
    send(client, path)

    other = another(client)
    answers = other.get(path), send(other, path)

    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("This link no longer works" in answer.text for answer in answers)
    assert not is_signed_in(other)


def test_a_link_is_over_after_three_days(client: FlaskClient) -> None:
    join(client)
    path = link("confirm")

    with clock.frozen(clock.now() + timedelta(days=3, minutes=1)):
        answer = send(client, path)

    assert answer.status_code == 404
    assert ben().confirmed_at is None


def test_who_joins_again_before_confirming_decides_and_the_older_link_is_dead(client: FlaskClient) -> None:
    join(client, name="Somebody else", password=OTHER)
    older = link("confirm")
    join(client)

    assert send(client, older).status_code == 404
    assert send(client, link("confirm")).status_code == 303
    assert ben().person.name == "Ben Okafor"
    assert passwords.is_right(PASSWORD, ben().password_hash)


def test_who_has_an_account_is_told_so_by_mail_and_nothing_of_it_changes(client: FlaskClient) -> None:
    before = Member("ben@example.org", name="Ben").id

    join(client, name="Not Ben", password=OTHER, email="BEN@Example.org ")

    assert sent() == [("already", "ben@example.org")]
    assert (ben().id, ben().person.name, ben().password_hash) == (before, "Ben", HASH)


def test_confirming_in_a_browser_that_is_somebody_else_s_ends_their_sign_in(client: FlaskClient) -> None:
    join(client)
    path = link("confirm")
    give_cookie(client, Member())
    assert sign_ins() == 1

    send(client, path)

    assert sign_ins() == 1
    assert "Ben Okafor" in client.get("/account/").text


def test_confirming_is_told_to_whoever_hears_it(client: FlaskClient) -> None:
    join(client)
    path = link("confirm")
    told: list[tuple[str, str]] = []

    def hear(user: User, what: str) -> None:
        told.append((user.email, what))

    with signals.account_changed.connected_to(hear):
        send(client, path)

    assert told == [("ben@example.org", "confirmed")]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Enter your name."),
        ({"name": "x" * 101}, "Use at most 100 characters."),
        ({"name": "Win money at www.example.org"}, "Enter your name as your peers know it."),
        ({"name": "1234"}, "Enter your name as your peers know it."),
        ({"name": "Ben\r\nBcc: x"}, "Enter your name in one line, without invisible characters."),
        ({"name": "Ben \u202e"}, "Enter your name in one line, without invisible characters."),
        ({"email": ""}, "Enter your email address."),
        ({"email": "ben"}, "Enter an email address, like name@example.org."),
        ({"email": "ben@example.org\nBcc: x@example.org"}, "Enter an email address, like name@example.org."),
        ({"email": "b" * 250 + "@example.org"}, "This is too long for an email address."),
        ({"password": ""}, "Enter a password."),
        ({"password": "short"}, "Use at least 12 characters. A few words in a row work well."),
        (
            {"password": "ben@example.org"},
            "Do not use your email address or the name of this site in your password.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_words_and_what_was_typed_stays(
    client: FlaskClient, fields: dict[str, str], words: str
) -> None:
    answer = send(client, "/account/sign-up", **NEW | fields)

    assert answer.status_code == 422
    assert words in errors(answer)
    assert NEW["password"] not in answer.text
    assert ('value="Ben Okafor"' in answer.text) == ("name" not in fields)
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_no_mail_holds_what_a_stranger_typed_beside_the_address(client: FlaskClient) -> None:
    join(client, name="Buy cheap gold")

    [letter] = letters()

    assert "gold" not in letter.text + letter.html + letter.subject


def test_an_address_gets_three_mails_an_hour_and_the_page_says_the_same(client: FlaskClient) -> None:
    for _ in range(5):
        join(client)
    with clock.frozen(clock.now() + timedelta(hours=1, minutes=1)):
        join(client)
        assert len(sent()) == 4


def test_beyond_three_mails_nothing_is_changed_behind_the_back_of_who_joined(client: FlaskClient) -> None:
    for _ in range(3):
        join(client)
    path = link("confirm")

    join(client, password=OTHER)

    assert send(client, path).status_code == 303


def test_a_robot_that_asks_for_many_mails_is_told_to_wait(client: FlaskClient) -> None:
    for number in range(30):
        join(client, email=f"p{number}@example.org")

    answer = send(client, "/account/sign-up", **NEW)

    assert answer.status_code == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    assert 'value="Ben Okafor"' in answer.text
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 30
    assert send(client, "/account/sign-up", address="192.0.2.9", **NEW).status_code == 303


def test_who_is_signed_in_has_joined(hers: FlaskClient) -> None:
    assert hers.get("/account/sign-up").headers["Location"] == "/account/"

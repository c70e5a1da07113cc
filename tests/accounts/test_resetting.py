"""A new password: for who forgot it, for who wants another, and what it closes."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.accounts import services
from ion.base.extensions import db
from ion.core import clock, signals
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Throttle, Token, User
from tests.accounts.people import (
    OTHER,
    PASSWORD,
    Member,
    another,
    errors,
    is_signed_in,
    link,
    send,
    sent,
    sign_in,
    sign_ins,
    signed_in,
)

pytestmark = pytest.mark.database


def ask(client: FlaskClient, email: str = "ana@example.org") -> str:
    """Ask for a link; the path of it."""
    assert send(client, "/account/reset", email=email).headers["Location"] == "/account/check-mail"
    return link("reset")


def test_the_link_of_the_mail_leads_to_a_new_password(client: FlaskClient, ana: User) -> None:
    path = ask(client)

    page = client.get(path)
    answer = send(client, path, password=OTHER)

    assert "ana@example.org" in page.text
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/sign-in")
    assert sign_in(client).status_code == 422
    assert sign_in(client, password=OTHER).status_code == 303


def test_a_new_password_ends_every_sign_in_and_is_told_by_mail(hers: FlaskClient, ana: User) -> None:
    other = another(hers)
    path = ask(other)

    send(other, path, password=OTHER)

    assert sign_ins() == 0
    assert not is_signed_in(hers)
    assert sent()[-1] == ("password-changed", "ana@example.org")


def test_a_link_works_once(client: FlaskClient, ana: User) -> None:
    path = ask(client)
    send(client, path, password=OTHER)

    answers = client.get(path), send(client, path, password=PASSWORD)

    assert [answer.status_code for answer in answers] == [404, 404]
    assert sign_in(client, password=OTHER).status_code == 303


def test_a_password_that_is_refused_does_not_use_up_the_link(client: FlaskClient, ana: User) -> None:
    path = ask(client)

    refused = send(client, path, password="ana@example.org!")
    taken = send(client, path, password=OTHER)

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert errors(refused) == ["Do not use your email address or the name of this site in your password."]


def test_a_link_is_over_after_two_hours(client: FlaskClient, ana: User) -> None:
    path = ask(client)

    with clock.frozen(clock.now() + timedelta(hours=2, minutes=1)):
        assert send(client, path, password=OTHER).status_code == 404


def test_a_link_dies_when_the_password_or_the_address_changes(client: FlaskClient, ana: User) -> None:
    first = ask(client)
    with unit_of_work() as session:
        session.get_one(User, ana.id).password_hash = "another"
    second = ask(client)
    with unit_of_work() as session:
        session.get_one(User, ana.id).email = "ana.ruiz@example.org"

    assert [client.get(path).status_code for path in (first, second)] == [404, 404]


def test_a_link_of_one_kind_opens_no_other(client: FlaskClient, ana: User) -> None:
    secret = ask(client).rpartition("/")[2]

    paths = [f"/account/confirm/{secret}", f"/account/email/{secret}"]

    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert [send(client, path).status_code for path in paths] == [404, 404]


def test_what_the_database_keeps_of_a_link_does_not_open_it(client: FlaskClient, ana: User) -> None:
    path = ask(client)
    kept = db.session.scalars(select(Token.secret_hash).where(Token.purpose == "reset")).one()

    assert path.rpartition("/")[2] not in kept
    assert client.get(f"/account/reset/{kept}").status_code == 404


def test_nobody_suspended_is_written_to_and_an_unknown_address_is_not(client: FlaskClient) -> None:
    Member("sue@example.org", suspended_at=clock.now())

    send(client, "/account/reset", email="sue@example.org")
    send(client, "/account/reset", email="nobody@example.org")

    assert sent() == []


def test_who_never_confirmed_proves_the_address_by_the_link(client: FlaskClient) -> None:
    Member(confirmed_at=None)

    send(client, ask(client), password=OTHER)

    assert sign_in(client, password=OTHER).status_code == 303


def test_a_locked_account_opens_with_a_new_password(client: FlaskClient, ana: User) -> None:
    for _ in range(5):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 429

    send(client, ask(client), password=OTHER)

    assert sign_in(client, password=OTHER).status_code == 303


def test_an_operator_s_link_works_for_a_day(client: FlaskClient, ana: User) -> None:
    with unit_of_work() as session:
        secret = services.reset_secret(session.get_one(User, ana.id))

    with clock.frozen(clock.now() + timedelta(hours=23)):
        assert client.get(f"/account/reset/{secret}").status_code == 200
    with clock.frozen(clock.now() + timedelta(hours=25)):
        assert client.get(f"/account/reset/{secret}").status_code == 404


def test_changing_the_password_renews_this_sign_in_and_ends_the_others(hers: FlaskClient, ana: User) -> None:
    old = hers.get_cookie("ion")
    other = signed_in(another(hers), ana)

    answer = send(hers, "/account/password", current=PASSWORD, password=OTHER)

    new = hers.get_cookie("ion")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/")
    assert "Your password was changed." in hers.get("/account/").text
    assert old and new and old.value != new.value
    assert (is_signed_in(hers), is_signed_in(other), sign_ins()) == (True, False, 1)
    other.set_cookie("ion", old.value)
    assert not is_signed_in(other)
    assert sent() == [("password-changed", "ana@example.org")]


def test_changing_the_password_needs_the_present_one(hers: FlaskClient) -> None:
    answer = send(hers, "/account/password", current=OTHER, password=OTHER)

    assert (answer.status_code, errors(answer)) == (422, ["This is not your password."])
    assert OTHER not in answer.text
    assert sign_in(another(hers)).status_code == 303


def test_a_new_password_follows_the_rules(hers: FlaskClient) -> None:
    answer = send(hers, "/account/password", current=PASSWORD, password="password1234")

    assert answer.status_code == 422
    assert "This password is easy to guess: it is among the first that are tried. Choose another." in errors(
        answer
    )


def test_at_an_open_desk_the_password_cannot_be_guessed_for_long(hers: FlaskClient) -> None:
    wrong = [send(hers, "/account/password", current=f"guess {n}", password=OTHER) for n in range(5)]
    right = send(hers, "/account/password", current=PASSWORD, password=OTHER)
    elsewhere = send(hers, "/account/email", email="new@example.org", password=PASSWORD)

    assert [answer.status_code for answer in wrong] == [422] * 5
    assert (right.status_code, elsewhere.status_code) == (429, 429)
    assert 800 < int(right.headers["Retry-After"]) <= 900


def test_the_right_password_forgives_wrong_tries_at_the_desk(hers: FlaskClient) -> None:
    for number in range(4):
        send(hers, "/account/password", current=f"guess {number}", password=OTHER)

    send(hers, "/account/password", current=PASSWORD, password=OTHER)

    assert db.session.scalars(select(Throttle.action).where(Throttle.action == "password-proof")).all() == []


def test_changing_the_password_is_written_down_and_told(hers: FlaskClient, ana: User) -> None:
    ana_id, told = ana.id, list[str]()

    def hear(user: User, what: str) -> None:
        told.append(what)

    with signals.account_changed.connected_to(hear):
        send(hers, "/account/password", current=PASSWORD, password=OTHER)

    row = db.session.scalars(select(AuditRow)).one()
    assert (row.action, row.subject_kind, row.subject_id, row.user_id) == (
        "changed the password",
        "user",
        ana_id,
        ana_id,
    )
    assert told == ["password"]

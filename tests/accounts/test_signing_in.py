"""Signing in: who is admitted, where it leads, and what the browser is given."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import LastVisit, SignIn, User
from tests.accounts.people import PASSWORD, Member, csrf, errors, is_signed_in, send, sign_in, sign_ins
from tests.conftest import Browser
from tests.factories import PersonFactory

pytestmark = pytest.mark.database


def test_the_right_password_signs_in_whatever_the_case_of_the_address(client: FlaskClient, ana: User) -> None:
    answer = sign_in(client, " ANA@Example.ORG ")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert is_signed_in(client)


def test_the_form_has_the_labels_that_people_and_scripts_know(client: FlaskClient) -> None:
    page = client.get("/account/sign-in").text

    assert '<label class="usa-label" for="email">Email</label>' in page
    assert '<label class="usa-label" for="password">Password</label>' in page
    assert 'type="submit">Sign in</button>' in page


def test_a_wrong_password_keeps_the_address_and_not_the_password(client: FlaskClient, ana: User) -> None:
    answer = sign_in(client, password="not the right one")

    assert answer.status_code == 422
    assert errors(answer) == ["We do not know this email with this password."]
    assert 'value="ana@example.org"' in answer.text
    assert "not the right one" not in answer.text
    assert not is_signed_in(client)


def test_a_password_that_today_s_rules_would_refuse_still_signs_in(client: FlaskClient) -> None:
    Member(
        password_hash="pbkdf2:sha256:1$salt$" + "5adfe5e6b1fe0bc2b31e8a4d0b3a1d2d", email="old@example.org"
    )

    assert (
        sign_in(client, "old@example.org", "short").status_code == 422
    )  # wrong, and not an error of the form


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed_at": None},
        {"suspended_at": clock.now()},
        {"password_hash": ""},
    ],
    ids=["not confirmed", "suspended", "no password yet"],
)
def test_who_may_not_enter_is_told_what_everyone_is_told(
    client: FlaskClient, fields: dict[str, object]
) -> None:
    Member(**fields)

    answer = sign_in(client)

    assert (answer.status_code, errors(answer)) == (422, ["We do not know this email with this password."])
    assert sign_ins() == 0


def test_sample_people_sign_in_where_they_live_and_never_in_production(
    client: FlaskClient, production: Browser
) -> None:
    Member("dana@ion.example", person=PersonFactory(is_sample=True))
    Member("real@example.org")

    assert sign_in(client, "dana@ion.example").status_code == 303
    assert sign_in(production, "dana@ion.example").status_code == 422
    assert sign_in(production, "real@example.org").status_code == 303


@pytest.mark.parametrize(
    ("next", "leads"),
    [
        ("/practices/?q=nurse", "/practices/?q=nurse"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\tevil", "/"),
        ("javascript:alert(1)", "/"),
        ("account", "/"),
        ("", "/"),
    ],
)
def test_next_leads_to_a_path_of_this_site_and_nowhere_else(
    client: FlaskClient, ana: User, next: str, leads: str
) -> None:
    assert sign_in(client, next=next).headers["Location"] == leads
    assert client.get("/account/sign-in", query_string={"next": next}).headers["Location"] == leads


def test_next_is_kept_when_the_password_was_wrong(client: FlaskClient, ana: User) -> None:
    page = client.get("/account/sign-in?next=/saved/").text
    again = sign_in(client, password="wrong", next="/saved/").text

    assert 'name="next"' in page and 'value="/saved/"' in page
    assert 'value="/saved/"' in again


def test_signing_in_begins_a_new_session_and_a_new_token(client: FlaskClient, ana: User) -> None:
    client.set_cookie("ion", "planted-by-somebody")
    before = csrf(client)

    sign_in(client)

    cookie = client.get_cookie("ion")
    assert cookie and cookie.value != "planted-by-somebody" and len(cookie.value) == 43
    old = client.post("/account/sign-out", data={"csrf_token": before})
    assert old.status_code == 400
    assert is_signed_in(client)


def test_signing_in_again_ends_the_sign_in_that_the_browser_had(hers: FlaskClient) -> None:
    first = hers.get_cookie("ion")
    assert first

    sign_in(hers)

    assert sign_ins() == 1
    hers.set_cookie("ion", first.value)
    assert not is_signed_in(hers)


def test_a_sign_in_ends_after_a_week_however_often_it_is_used(hers: FlaskClient) -> None:
    began = clock.now()
    for hours in range(6, 7 * 24, 6):
        with clock.frozen(began + timedelta(hours=hours)):
            assert is_signed_in(hers)
    with clock.frozen(began + timedelta(days=7, minutes=1)):
        assert not is_signed_in(hers)


def test_a_sign_in_ends_after_eight_hours_without_use(hers: FlaskClient) -> None:
    began = clock.now()

    with clock.frozen(began + timedelta(hours=8, minutes=1)):
        assert not is_signed_in(hers)


def test_only_the_hash_of_the_cookie_is_kept(hers: FlaskClient) -> None:
    cookie = hers.get_cookie("ion")
    row = db.session.scalars(select(SignIn)).one()

    assert cookie and cookie.value not in str(vars(row))
    assert row.expires_at - row.created_at == timedelta(days=7)


def test_who_is_signed_in_already_is_led_on(hers: FlaskClient) -> None:
    assert hers.get("/account/sign-in?next=/saved/").headers["Location"] == "/saved/"


def test_a_password_changed_while_it_was_being_checked_does_not_sign_in(
    client: FlaskClient, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_meanwhile(password: str, kept: str) -> bool:
        with unit_of_work() as session:
            session.execute(update(User).values(password_hash="another"))
        return True

    monkeypatch.setattr("ion.accounts.passwords.is_right", change_meanwhile)

    assert sign_in(client).status_code == 422
    assert sign_ins() == 0


def test_extra_fields_change_nothing(client: FlaskClient) -> None:
    extra = {
        "role": "admin",
        "grants": "admin",
        "is_admin": "1",
        "user_id": "1",
        "confirmed_at": "2026-01-01",
    }
    extra |= {"suspended_at": "", "person_id": "1", "audience": "public", "is_sample": "1", "id": "7"}

    send(client, "/account/sign-up", name="Ben", email="ben@example.org", password=PASSWORD, **extra)

    user = db.session.scalars(select(User)).one()
    assert [held.grant.value for held in user.grants] == ["member"]
    assert (user.confirmed_at, user.suspended_at, user.person.is_sample) == (None, None, False)
    assert user.person.audience == "members"


def test_extra_fields_change_nothing_for_a_member_either(hers: FlaskClient, ana: User) -> None:
    other = Member("ben@example.org")
    extra = {"user_id": str(other.id), "id": str(other.id), "role": "admin", "grants": "admin"}

    send(hers, "/account/email", email="new@example.org", password=PASSWORD, **extra)
    send(hers, "/account/password", current=PASSWORD, password="violet harbor engine", **extra)

    db.session.rollback()
    assert [held.grant.value for held in ana.grants] == ["member"]
    assert sign_in(Browser(hers.application), "ben@example.org").status_code == 303


def test_signing_in_is_a_visit_and_the_one_before_is_remembered(client: FlaskClient, ana: User) -> None:
    first = clock.now()
    seen = []
    for at in (first, first + timedelta(days=2)):
        with clock.frozen(at):
            sign_in(client)
        db.session.rollback()
        visit = db.session.get_one(LastVisit, ana.id)
        seen.append((visit.before_at, visit.seen_at))

    assert seen == [(None, first), (first, first + timedelta(days=2))]

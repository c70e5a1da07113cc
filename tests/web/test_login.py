"""Who is asking: a random token in the cookie, its hash in the database, looked up at every request."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, SignIn, User, UserGrant
from tests.conftest import Browser
from tests.factories import PersonFactory, UserFactory, sign_in

pytestmark = pytest.mark.database


def who(browser: Browser) -> str:
    return browser.get("/test/viewer").text


@pytest.fixture
def ana(browser: Browser) -> User:
    """Ana, an editor, signed in."""
    user = UserFactory(Grant.MEMBER, Grant.EDITOR, person=PersonFactory(name="Ana Ruiz"))
    sign_in(browser, user)
    return user


def test_a_token_names_its_user_and_their_grants(browser: Browser, ana: User) -> None:
    assert who(browser) == "Ana Ruiz: editor member"


def test_a_visitor_is_nobody(browser: Browser) -> None:
    UserFactory()

    assert who(browser) == "nobody"


@pytest.mark.parametrize("token", ["unknown", "", "x" * 4000, "é\x80"])
def test_an_unknown_token_is_nobody(browser: Browser, ana: User, token: str) -> None:
    browser.set_cookie("ion", token)

    assert who(browser) == "nobody"


def test_what_the_database_keeps_of_a_token_does_not_sign_in(browser: Browser, ana: User) -> None:
    kept = db.session.scalar(select(SignIn.token_hash))
    assert kept

    browser.set_cookie("ion", kept)

    assert who(browser) == "nobody"


def test_a_token_ends_at_its_hour(browser: Browser) -> None:
    ends = clock.now() + timedelta(hours=1)
    sign_in(browser, UserFactory(person=PersonFactory(name="Ben")), expires_at=ends)

    with clock.frozen(ends - timedelta(seconds=1)):
        assert who(browser) == "Ben: member"
    for at in (ends, ends + timedelta(days=1)):
        with clock.frozen(at):
            assert who(browser) == "nobody"


def test_ending_the_sign_in_ends_it_at_the_next_request_for_a_copied_cookie_too(
    browser: Browser, ana: User
) -> None:
    assert who(browser) != "nobody"

    with unit_of_work() as session:
        session.execute(delete(SignIn))

    assert who(browser) == "nobody"


@pytest.mark.parametrize("field", ["suspended_at", "confirmed_at"])
def test_a_suspended_or_unconfirmed_user_is_nobody_at_the_next_request(
    browser: Browser, ana: User, field: str
) -> None:
    assert who(browser) != "nobody"

    with unit_of_work():
        setattr(ana, field, clock.now() if field == "suspended_at" else None)

    assert who(browser) == "nobody"


def test_a_grant_that_is_taken_away_is_gone_at_the_next_request(browser: Browser, ana: User) -> None:
    assert who(browser) == "Ana Ruiz: editor member"

    with unit_of_work() as session:
        session.execute(delete(UserGrant).where(UserGrant.grant == Grant.EDITOR))

    assert who(browser) == "Ana Ruiz: member"


def test_two_browsers_are_two_people(browser: Browser, ana: User) -> None:
    other = Browser(browser.application)
    sign_in(other, UserFactory(person=PersonFactory(name="Ben")))

    assert [who(browser), who(other)] * 2 == ["Ana Ruiz: editor member", "Ben: member"] * 2


def test_no_other_cookie_signs_anybody_in(browser: Browser, ana: User) -> None:
    browser.delete_cookie("ion")
    browser.set_cookie("remember_token", f"{ana.id}|forged")
    with browser.session_transaction() as session:
        session["_user_id"] = str(ana.id)

    assert who(browser) == "nobody"


def test_in_production_the_cookie_is_bound_to_the_host(production: Browser) -> None:
    user = UserFactory(person=PersonFactory(name="Ana"))
    token = sign_in(production, user)
    assert who(production) == "nobody"

    production.set_cookie("__Host-ion", token, domain="ion.example.gov", secure=True)

    assert who(production) == "Ana: member"

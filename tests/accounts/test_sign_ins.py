"""Where one is signed in: what it looks like, and ending it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.models import SignIn, User
from tests.accounts.people import Member, another, is_signed_in, send, signed_in, words
from tests.counting import questions
from tests.factories import PersonFactory
from tests.factories import sign_in as give_cookie

pytestmark = pytest.mark.database
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"


def ids(user_id: int) -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(SignIn.id).where(SignIn.user_id == user_id).order_by(SignIn.id)))


def test_each_browser_is_listed_in_words_with_when_and_this_one_is_marked(
    hers: FlaskClient, ana: User
) -> None:
    give_cookie(another(hers), ana, agent=FIREFOX, seen_at=clock.now() - timedelta(hours=1))

    page = words(hers.get("/account/sign-ins"), ".ion-settings")

    assert "Firefox on Windows" in page
    assert page.count("This browser") == 1
    assert page.startswith("A browser This browser Last used")
    assert page.count("Signed in") == 2 and page.count(" ET") >= 4


def test_times_are_told_in_the_zone_of_the_reader(client: FlaskClient) -> None:
    signed_in(client, Member(person=PersonFactory(zone="America/Denver")))

    page = words(client.get("/account/sign-ins"), ".ion-settings")

    assert " MT" in page and " ET" not in page


def test_what_has_ended_is_not_listed(hers: FlaskClient, ana: User) -> None:
    at = clock.now()
    give_cookie(another(hers), ana, agent=FIREFOX, seen_at=at - timedelta(hours=9))
    give_cookie(another(hers), ana, agent=FIREFOX, expires_at=at - timedelta(minutes=1))

    assert "Firefox" not in hers.get("/account/sign-ins").text


def test_ending_one_signs_that_browser_out_and_no_other(hers: FlaskClient, ana: User) -> None:
    second, third = signed_in(another(hers), ana), signed_in(another(hers), ana)
    _, doomed, _ = ids(ana.id)

    answer = send(hers, f"/account/sign-ins/{doomed}/end")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/sign-ins")
    assert "That browser is signed out." in hers.get("/account/sign-ins").text
    assert [is_signed_in(browser) for browser in (hers, second, third)] == [True, False, True]


def test_ending_all_others_leaves_this_one(hers: FlaskClient, ana: User) -> None:
    others = [signed_in(another(hers), ana) for _ in range(3)]

    send(hers, "/account/sign-ins/end-others")

    assert is_signed_in(hers)
    assert not any(is_signed_in(browser) for browser in others)


def test_nobody_ends_or_learns_of_another_s_sign_in(hers: FlaskClient) -> None:
    ben = Member("ben@example.org")
    his = signed_in(another(hers), ben)
    [his_id] = ids(ben.id)

    theirs = send(hers, f"/account/sign-ins/{his_id}/end")
    missing = send(hers, f"/account/sign-ins/{his_id + 900}/end")

    assert is_signed_in(his)
    assert (theirs.status_code, theirs.headers["Location"]) == (
        missing.status_code,
        missing.headers["Location"],
    )
    assert f"/sign-ins/{his_id}/" not in hers.get("/account/sign-ins").text


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "x"])
def test_a_number_that_no_sign_in_has_is_no_error_of_ours(hers: FlaskClient, number: str) -> None:
    assert send(hers, f"/account/sign-ins/{number}/end").status_code in (303, 404)


def test_the_list_asks_as_little_for_many_as_for_few(hers: FlaskClient, ana: User) -> None:
    for _ in range(9):
        give_cookie(another(hers), ana, agent=FIREFOX)
    few = questions(hers, "/account/sign-ins")
    for _ in range(60):
        give_cookie(another(hers), ana, agent=FIREFOX)

    many = questions(hers, "/account/sign-ins")

    assert many == few
    assert len(many) <= 6


def test_the_account_asks_little(hers: FlaskClient) -> None:
    assert len(questions(hers, "/account/")) <= 6

"""What only some may open, what is left behind by being here, and what a private page lets a browser keep."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, sightings
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, LastVisit, Notice, SignIn
from ion.web.login import IDLE, NOTED_EVERY
from tests.conftest import NOW, Browser
from tests.factories import PostFactory, UserFactory, sign_in


def test_a_visitor_is_led_to_sign_in_and_back(browser: Browser) -> None:
    answer = browser.get("/test/mine?a=1&b=2")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/account/sign-in?next=%2Ftest%2Fmine%3Fa%3D1%26b%3D2"


def test_a_lost_login_leads_htmx_to_sign_in_and_back_to_the_page(browser: Browser) -> None:
    answer = browser.get(
        "/test/mine", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/blog/?page=2"}
    )

    assert (answer.status_code, answer.text) == (401, "")
    assert answer.headers["HX-Redirect"] == "/account/sign-in?next=%2Fblog%2F%3Fpage%3D2"


def test_the_page_htmx_names_cannot_lead_away(browser: Browser) -> None:
    answer = browser.get(
        "/test/mine", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost//evil.example"}
    )

    assert answer.headers["HX-Redirect"] == "/account/sign-in?next=%2F"


def test_what_a_visitor_sends_is_refused_in_words(browser: Browser) -> None:
    token = browser.get("/test/token").text

    answer = browser.post("/test/mine", data={"csrf_token": token})

    assert answer.status_code == 401
    assert "Sign in to go on" in answer.text
    assert 'href="/account/sign-in"' in answer.text


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://localhost/people/profile", 'href="/account/sign-in?next=%2Fpeople%2Fprofile"'),
        ("http://evil.example/people/profile", 'href="/account/sign-in"'),
    ],
)
def test_after_signing_in_one_is_back_at_the_form(browser: Browser, came_from: str, back: str) -> None:
    token = browser.get("/test/token").text

    answer = browser.post("/test/mine", data={"csrf_token": token}, headers={"Referer": came_from})

    assert answer.status_code == 401
    assert back in answer.text


@pytest.mark.parametrize(
    ("grants", "status"),
    [
        ((Grant.MEMBER,), 403),
        ((Grant.MEMBER, Grant.FACILITATOR), 403),
        ((Grant.MEMBER, Grant.EDITOR), 200),
        ((Grant.ADMIN,), 200),
    ],
)
def test_a_desk_is_for_those_with_the_grant(browser: Browser, grants: tuple[Grant, ...], status: int) -> None:
    sign_in(browser, UserFactory(*grants))

    assert browser.get("/test/desk").status_code == status


def test_who_is_suspended_is_nobody(browser: Browser) -> None:
    sign_in(browser, UserFactory(Grant.EDITOR, suspended_at=clock.now()))

    assert browser.get("/test/desk").status_code == 303


def test_a_sign_in_that_was_not_used_has_ended(browser: Browser) -> None:
    user = UserFactory()
    sign_in(browser, user, seen_at=NOW, expires_at=NOW + timedelta(days=7))

    with clock.frozen(NOW + IDLE - timedelta(seconds=1)):
        before = browser.get("/test/mine").status_code
    with clock.frozen(NOW + IDLE * 2):
        after = browser.get("/test/mine").status_code

    assert (before, after) == (200, 303)


def test_using_a_sign_in_keeps_it(browser: Browser) -> None:
    user = UserFactory()
    sign_in(browser, user, seen_at=NOW, expires_at=NOW + timedelta(days=7))

    statuses = []
    for hour in range(0, 24, 6):
        with clock.frozen(NOW + timedelta(hours=hour)), browser.get("/test/mine") as answer:
            statuses.append(answer.status_code)

    assert statuses == [200] * 4


def test_a_visit_is_noted_seldom(browser: Browser) -> None:
    user = UserFactory()
    sign_in(browser, user, seen_at=NOW)

    with clock.frozen(NOW + NOTED_EVERY - timedelta(seconds=1)):
        browser.get("/test/mine").close()
    early = db.session.scalars(select(SignIn.seen_at)).one()
    db.session.rollback()
    with clock.frozen(NOW + NOTED_EVERY):
        browser.get("/test/mine").close()
    late = db.session.scalars(select(SignIn.seen_at)).one()

    assert (early, late) == (NOW, NOW + NOTED_EVERY)


def test_the_visit_before_this_one_is_remembered(browser: Browser) -> None:
    user = UserFactory()
    sign_in(browser, user, seen_at=NOW)
    sign_in_id = db.session.scalars(select(SignIn.id)).one()

    for minutes in (0, 10, 20, 300, 310):
        sightings.was_here(user.id, sign_in_id, NOW + timedelta(minutes=minutes))
    row = db.session.get(LastVisit, user.id)

    assert row is not None
    assert (row.before_at, row.seen_at) == (NOW + timedelta(minutes=20), NOW + timedelta(minutes=310))


def test_what_a_member_reads_is_not_stored(browser: Browser) -> None:
    post = PostFactory()
    public = browser.get(post.path).headers["Cache-Control"]

    sign_in(browser, UserFactory())
    private = browser.get(post.path).headers["Cache-Control"]

    assert (public, private) == ("no-cache", "no-store")


def test_members_who_may_see_the_same_share_what_is_remembered(browser: Browser) -> None:
    PostFactory(audience="members")
    scopes = []
    for _ in range(2):
        sign_in(browser, UserFactory())
        scopes.append(browser.get("/test/scopes").text)

    assert scopes == ["members public"] * 2


def test_a_token_that_an_item_is_meant_for_counts(browser: Browser) -> None:
    user = UserFactory()
    PostFactory(audience=f"user:{user.id}")
    sign_in(browser, user)

    before = browser.get("/test/scopes").text
    PostFactory(audience="members")
    after = browser.get("/test/scopes").text

    assert before == f"public user:{user.id}"
    assert after == f"members public user:{user.id}"


def test_unread_notifications_are_counted(browser: Browser) -> None:
    user, other = UserFactory(), UserFactory()
    sign_in(browser, user)
    with unit_of_work() as session:
        for at, (owner, read) in enumerate([(user, None), (user, None), (user, NOW), (other, None)]):
            session.add(
                Notice(
                    user_id=owner.id,
                    kind="account",
                    subject_kind="user",
                    subject_id=at,
                    created_at=NOW,
                    read_at=read,
                )
            )

    assert browser.get("/test/unread").text == "2"

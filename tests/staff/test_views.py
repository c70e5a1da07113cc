"""The pages of ION staff: for whom, and what a deed there changes."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.models import AuditRow, Grant, SignIn, User, UserGrant
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import PersonFactory, UserFactory, sign_in
from tests.reading import visit


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def browser_of(app: Flask, *grants: Grant) -> tuple[Browser, User]:
    browser, user = Browser(app), UserFactory(Grant.MEMBER, *grants)
    sign_in(browser, user)
    return browser, user


@pytest.fixture
def admin(app: Flask) -> Browser:
    return browser_of(app, Grant.ADMIN)[0]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ann", "Ben", "Cat"]),
        ("q=an", ["Ann"]),
        ("q=BEN@", ["Ben"]),
        ("q=%25", []),
        ("only=suspended", ["Ben"]),
        ("only=editor", ["Cat"]),
        ("only=unconfirmed", []),
        ("only=nonsense&q=%00", ["Ann", "Ben", "Cat"]),
    ],
)
def test_people_are_found_by_name_address_and_standing(app: Flask, query: str, found: list[str]) -> None:
    browser = Browser(app)
    sign_in(browser, UserFactory(Grant.ADMIN, person=PersonFactory(name="Ann"), email="root@ion.example"))
    UserFactory(person=PersonFactory(name="Ben"), email="ben@ion.example", suspended_at=NOW)
    UserFactory(Grant.EDITOR, person=PersonFactory(name="Cat"), email="cat@ion.example")

    assert visit(browser, f"/staff/people?{query}").texts(".ion-result__title") == found


def test_a_suspended_person_is_out_at_the_next_request_and_the_deed_is_logged(app: Flask) -> None:
    browser, admin = browser_of(app, Grant.ADMIN)
    theirs, user = browser_of(app)
    before = theirs.get("/saved/").status_code

    unsaid = browser.post(f"/staff/people/{user.id}/suspend", data={"reason": "  "})
    still = theirs.get("/saved/").status_code
    browser.post(f"/staff/people/{user.id}/suspend", data={"reason": "Sent spam"})
    after = theirs.get("/saved/").status_code

    assert (before, unsaid.status_code, still, after) == (200, 422, 200, 303)
    row = db.session.scalars(select(AuditRow)).one()
    assert (row.user_id, row.subject_id) == (admin.id, user.id)
    assert "Sent spam" in str(row.after)


@pytest.mark.usefixtures("now")
def test_a_suspension_for_some_days_says_until_when(app: Flask, admin: Browser) -> None:
    user = UserFactory()

    wrong = admin.post(f"/staff/people/{user.id}/suspend", data={"reason": "Spam", "days": "9999"})
    admin.post(f"/staff/people/{user.id}/suspend", data={"reason": "Spam", "days": "7"})
    page = visit(admin, f"/staff/people/{user.id}")

    assert wrong.status_code == 422
    assert "until Sat., Nov. 28, 2026, 10:00 a.m. ET" in page.text(".usa-alert")
    db.session.rollback()
    assert db.session.get_one(User, user.id).suspended_until == NOW + timedelta(days=7)


def test_a_restored_person_signs_in_anew(app: Flask, admin: Browser) -> None:
    user = UserFactory(suspended_at=NOW)

    admin.post(f"/staff/people/{user.id}/restore")
    db.session.rollback()

    assert db.session.get_one(User, user.id).suspended_at is None


def test_a_right_is_given_and_taken(app: Flask, admin: Browser) -> None:
    theirs, user = browser_of(app)
    for deed, held in (("give", True), ("give", True), ("take", False), ("take", False)):
        answer = admin.post(f"/staff/people/{user.id}/grants/editor/{deed}")
        assert answer.status_code == 303
        db.session.rollback()
        assert (db.session.get(UserGrant, (user.id, Grant.EDITOR)) is not None) is held
    assert theirs.get("/saved/").status_code == 303  # a new right asks for a new sign-in


def test_the_last_admin_stays_and_the_page_says_why(app: Flask) -> None:
    browser, user = browser_of(app, Grant.ADMIN)

    taken = browser.post(f"/staff/people/{user.id}/grants/admin/take")
    suspended = browser.post(f"/staff/people/{user.id}/suspend", data={"reason": "x"})

    assert (taken.status_code, suspended.status_code) == (409, 409)
    assert "last admin" in taken.text
    assert db.session.get(UserGrant, (user.id, Grant.ADMIN)) is not None


@pytest.mark.parametrize("grant", ["member", "root", "editor%00"])
def test_only_rights_that_exist_are_given(app: Flask, admin: Browser, grant: str) -> None:
    user = UserFactory()

    assert admin.post(f"/staff/people/{user.id}/grants/{grant}/give").status_code == 404


def test_extra_fields_change_nothing(app: Flask, admin: Browser) -> None:
    user = UserFactory()

    admin.post(
        f"/staff/people/{user.id}/suspend", data={"reason": "x", "grant": "admin", "email": "x@x.example"}
    )
    row = db.session.get_one(User, user.id)

    assert row.email != "x@x.example"
    assert [held.grant for held in row.grants] == [Grant.MEMBER]


MATRIX = [
    ("/staff/", {"editor", "facilitator", "admin"}),
    ("/staff/outbox", {"editor", "facilitator", "admin"}),
    ("/staff/audit", {"admin"}),
    ("/staff/people", {"admin"}),
    ("/staff/people/1", {"admin"}),
]


@pytest.mark.parametrize(("path", "allowed"), MATRIX)
def test_pages_are_for_those_who_need_them(app: Flask, path: str, allowed: set[str]) -> None:
    UserFactory()
    viewers = {str(grant): browser_of(app, grant)[0] for grant in Grant if grant is not Grant.MEMBER}
    viewers["member"] = browser_of(app)[0]
    suspended = UserFactory(Grant.ADMIN, suspended_at=NOW)
    viewers["suspended"] = Browser(app)
    sign_in(viewers["suspended"], suspended)
    viewers["nobody"] = Browser(app)

    seen = {name: browser.get(path).status_code for name, browser in viewers.items()}

    for name, status in seen.items():
        expected = (200, 404) if name in allowed else (303,) if name in ("nobody", "suspended") else (403,)
        assert status in expected, (name, status)


DEEDS = [
    "/staff/outbox/1/again",
    "/staff/people/{}/suspend",
    "/staff/people/{}/restore",
    "/staff/people/{}/grants/admin/give",
]


@pytest.mark.parametrize("path", DEEDS)
def test_deeds_are_refused_to_others(app: Flask, path: str) -> None:
    victim = UserFactory()
    member, editor = browser_of(app)[0], browser_of(app, Grant.EDITOR)[0]
    address = path.format(victim.id)

    assert member.post(address, data={"reason": "x"}).status_code == 403
    assert Browser(app).post(address, data={"reason": "x"}).status_code == 401
    if "outbox" not in path:
        assert editor.post(address, data={"reason": "x"}).status_code == 403
    assert db.session.get_one(User, victim.id).suspended_at is None
    assert db.session.scalars(select(UserGrant.grant).where(UserGrant.user_id == victim.id)).all() == [
        "member"
    ]


def test_the_list_of_people_asks_the_same_for_many(app: Flask, admin: Browser) -> None:
    asked = []
    for many in (5, 40):
        for _ in range(many):
            UserFactory()
        asked.append(len(questions(admin, "/staff/people")))

    assert asked[0] == asked[1] <= 6


def test_a_page_of_nobody_is_not_found(admin: Browser) -> None:
    assert admin.get("/staff/people/999999").status_code == 404
    assert admin.get("/staff/people/99999999999999999999").status_code == 404
    assert db.session.scalars(select(SignIn.id)).all() != []

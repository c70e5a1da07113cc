"""Polls that find nothing new, answered in front of Flask: the same rights, and everything else passed on."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.questions import quiet as questions
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.messaging import quiet as messages
from ion.models import Conversation, ConversationMember, SignIn, User
from ion.web import headers, login
from tests.conftest import Browser
from tests.counting import statements
from tests.factories import UserFactory, WebinarFactory, sign_in

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.database


def conversation(*users: User, version: int = 7) -> int:
    at = clock.now()
    with unit_of_work() as session:
        row = Conversation(created_at=at, last_at=at, answered_at=at, version=version, last_number=version)
        session.add(row)
        session.flush()
        for user in users:
            session.add(ConversationMember(conversation_id=row.id, user_id=user.id, joined_at=at, unread=1))
        return row.id


@pytest.fixture
def passed_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The addresses that reached Flask."""
    seen: list[str] = []
    outer = app.wsgi_app
    while not hasattr(outer, "inner"):
        outer = outer.application if hasattr(outer, "application") else outer.app
    inner = outer.inner

    def note(environ: dict[str, object], start: object) -> object:
        seen.append(str(environ["PATH_INFO"]))
        return inner(environ, start)

    monkeypatch.setattr(outer, "inner", note)
    yield seen


def browser(app: Flask, user: User, **fields: object) -> Browser:
    made = Browser(app)
    sign_in(made, user, **fields)
    return made


def test_a_page_that_has_seen_everything_is_told_so_without_flask(app: Flask, passed_on: list[str]) -> None:
    user = UserFactory()
    id = conversation(user, version=7)
    page = browser(app, user)

    answers = [
        page.get(f"/messages/{id}/new?after=7", headers=HTMX),
        page.get("/messages/badge?after=1-0", headers=HTMX),
    ]

    assert [(each.status_code, each.data) for each in answers] == [(204, b"")] * 2
    assert all(each.headers["Cache-Control"] == "no-store" for each in answers)
    assert all(each.headers[name] == value for each in answers for name, value in headers.FIXED.items())
    assert not any("Set-Cookie" in each.headers for each in answers)
    assert passed_on == []


def test_a_quiet_poll_asks_once_and_keeps_no_sign_in_alive(app: Flask) -> None:
    user, long_ago = UserFactory(), clock.now() - timedelta(hours=1)
    id = conversation(user)
    page = browser(app, user, seen_at=long_ago)
    page.get(f"/messages/{id}/new?after=7", headers=HTMX)

    with statements() as asked:
        page.get(f"/messages/{id}/new?after=7", headers=HTMX)

    assert len(asked) == 1
    assert db.session.scalar(select(SignIn.seen_at)) == long_ago


@pytest.mark.parametrize(
    "address", ["new?after=6", "new?after=07", "new", "new?after=7&x=1", "new?after=", "new?after=8"]
)
def test_whatever_is_not_quiet_goes_on_to_the_view(app: Flask, passed_on: list[str], address: str) -> None:
    user = UserFactory()
    id = conversation(user)

    browser(app, user).get(f"/messages/{id}/{address}", headers=HTMX)

    assert passed_on == [f"/messages/{id}/new"]


def test_a_browser_without_script_is_never_answered_with_nothing(app: Flask, passed_on: list[str]) -> None:
    user = UserFactory()
    id = conversation(user)

    browser(app, user).get(f"/messages/{id}/new?after=7")

    assert passed_on != []


def test_only_whom_the_site_would_let_in_learns_that_nothing_is_new(app: Flask, passed_on: list[str]) -> None:
    owner, stranger, at = UserFactory(), UserFactory(), clock.now()
    id = conversation(owner)
    suspended = UserFactory(suspended_at=at)
    unconfirmed = UserFactory(confirmed_at=None)
    left = UserFactory()
    with unit_of_work() as session:
        for user in (suspended, unconfirmed, left):
            session.add(
                ConversationMember(
                    conversation_id=id, user_id=user.id, joined_at=at, left_at=at if user is left else None
                )
            )
    asked = [
        Browser(app),
        browser(app, stranger),
        browser(app, suspended),
        browser(app, unconfirmed),
        browser(app, left),
        browser(app, owner, seen_at=at - login.IDLE - timedelta(seconds=1)),
        browser(app, owner, expires_at=at - timedelta(seconds=1)),
    ]

    answers = [each.get(f"/messages/{id}/new?after=7", headers=HTMX).status_code for each in asked]

    assert len(passed_on) == len(asked)
    assert 204 not in answers


def test_in_production_another_host_is_passed_on_to_be_refused(app: Flask, production: Browser) -> None:
    user = UserFactory()
    id = conversation(user)
    page = production
    cookie = login.cookie_name(page.application)
    page.set_cookie(cookie, sign_in(Browser(app), user), domain="ion.example.gov", secure=True)
    ours, other = "https://ion.example.gov", "https://evil.example"

    answers = [page.get(f"/messages/{id}/new?after=7", headers=HTMX, base_url=each) for each in (ours, other)]

    assert [each.status_code for each in answers] == [204, 400]
    assert answers[0].headers["Strict-Transport-Security"] == headers.A_YEAR


def test_a_page_of_questions_is_asked_for_again_only_until_its_other_parts_change(
    app: Flask, passed_on: list[str]
) -> None:
    webinar, members, drafted = (
        WebinarFactory(),
        WebinarFactory(audience="members"),
        WebinarFactory(state="draft"),
    )
    page, soon = browser(app, UserFactory()), int((clock.now() + timedelta(minutes=1)).timestamp())
    past, group = soon - 60, WebinarFactory(audience="group:9")
    page_of = "/questions/{}?{}".format

    quiet = [
        page.get(page_of(each.item_id, query), headers=HTMX).status_code
        for each in (webinar, members)
        for query in (f"after=0&until={soon}", f"page=2&after=0&until={soon}", "after=0")
    ]
    assert (quiet, passed_on) == ([204] * 6, [])

    for each, until in ((webinar, past), (drafted, soon), (group, soon)):
        page.get(page_of(each.item_id, f"after=0&until={until}"), headers=HTMX)
    Browser(app).get(page_of(webinar.item_id, f"after=0&until={soon}"), headers=HTMX)

    assert len(passed_on) == 4


def test_every_poll_stands_for_an_address_of_the_site(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")

    for poll in (*messages.POLLS, *questions.POLLS):
        example = re.sub(r"\(\?P<id>.*?\)", "7", poll.path.pattern)
        assert adapter.match(example)[0] == poll.endpoint

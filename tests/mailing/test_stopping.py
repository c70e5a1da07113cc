"""Stopping mail: by one click in a mail program, by a button on a page; never by opening a link."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, tokens
from ion.core.unit_of_work import unit_of_work
from ion.models import Token, User
from tests.conftest import NOW, Browser
from tests.factories import PersonFactory, UserFactory
from tests.factories.mail import DeliveryFactory
from tests.mailbox import read_mail
from tests.mailing.carriers import Pigeon
from tests.mailing.conftest import Use
from tests.mailing.posting import work
from tests.reading import visit

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


@pytest.fixture
def user() -> User:
    return UserFactory(preferences={"theme": "plain", "channels": {"other": "weekly", "news": "daily"}})


@pytest.fixture
def pigeon(use: Use) -> Iterator[Pigeon]:
    bird = Pigeon()
    use(bird)
    yield bird


def way_out(user: User, pigeon: Pigeon, kind: str = "news") -> str:
    """The path that a fresh notification names for stopping mail of its kind."""
    DeliveryFactory(user, unsubscribe=kind)
    work()
    letter = pigeon.letters[-1]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return str(letter["List-Unsubscribe"]).removeprefix("<http://localhost").removesuffix(">")


def preferences(user: User) -> dict[str, Any]:
    db.session.rollback()
    return dict(db.session.get_one(User, user.id).preferences)


def test_a_mail_program_stops_mail_with_one_request_and_no_cookie(
    client: FlaskClient, user: User, pigeon: Pigeon
) -> None:
    answer = client.post(way_out(user, pigeon), data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "You will get no more mail of this kind" in answer.text
    assert preferences(user) == {"theme": "plain", "channels": {"other": "weekly", "news": "off"}}


def test_a_person_stops_mail_with_the_button_of_the_page_twice_if_they_like(
    client: FlaskClient, user: User, pigeon: Pigeon
) -> None:
    path = way_out(user, pigeon)
    page = visit(client, path)
    (form,) = [form for form in page.forms() if form.method == "post"]

    answers = [client.post(form.action, data=dict(form.fields)) for _ in range(2)]

    assert (page.status, page.heading, form.action) == (200, "Stop this mail?", path)
    assert page.response.headers["Cache-Control"] == "no-store"
    assert [answer.status_code for answer in answers] == [200, 200]
    assert preferences(user)["channels"]["news"] == "off"


def test_a_user_without_preferences_gets_one(client: FlaskClient, pigeon: Pigeon) -> None:
    user = UserFactory()

    client.post(way_out(user, pigeon))

    assert preferences(user) == {"channels": {"news": "off"}}


def test_mail_about_several_kinds_is_stopped_as_a_whole(
    client: FlaskClient, user: User, pigeon: Pigeon
) -> None:
    path = way_out(user, pigeon, "all")
    page = visit(client, path)

    client.post(path)

    assert "Stop mail about notifications" in page.text("main")
    assert preferences(user)["channels"]["all"] == "off"


def test_the_link_of_an_old_mail_works_for_a_year_and_more(
    client: FlaskClient, user: User, pigeon: Pigeon
) -> None:
    path = way_out(user, pigeon)
    token = db.session.scalars(select(Token)).one()

    assert (token.expires_at - NOW).days == 400
    assert token.uses_left is None
    assert visit(client, path).status == 200


def test_links_of_other_mails_and_other_secrets_stop_nothing(client: FlaskClient, user: User) -> None:
    with unit_of_work():
        reset = tokens.issue("reset", lasts=timedelta(days=1), kind="user", id=user.id)
        gone = tokens.issue("unsubscribe", lasts=timedelta(0), kind="user", id=user.id)
        lost = tokens.issue(
            "unsubscribe", lasts=timedelta(days=1), kind="user", id=0, uses=None, payload={"kind": "news"}
        )

    for secret in (reset, gone, "x", "x" * 5000, "%00", "ü"):
        assert client.get(f"/mail/unsubscribe/{secret}").status_code == 404
        assert client.post(f"/mail/unsubscribe/{secret}").status_code == 404
    assert client.post(f"/mail/unsubscribe/{lost}").status_code == 404
    assert preferences(user)["channels"]["news"] == "daily"


def test_who_is_suspended_can_stop_mail_too(client: FlaskClient, user: User, pigeon: Pigeon) -> None:
    path = way_out(user, pigeon)
    with unit_of_work() as session:
        session.get_one(User, user.id).suspended_at = clock.now()

    assert client.post(path).status_code == 200
    assert preferences(user)["channels"]["news"] == "off"


def test_the_page_says_the_same_to_everyone_who_holds_the_link(
    app: Flask, user: User, pigeon: Pigeon
) -> None:
    path = way_out(user, pigeon)

    assert user.email not in visit(Browser(app), path).html
    assert "noindex" in visit(Browser(app), path).html


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for name, table in db.metadata.tables.items()
    }


def test_a_robot_that_follows_every_link_of_a_mail_twice_changes_nothing(
    client: FlaskClient, user: User, pigeon: Pigeon
) -> None:
    path = way_out(user, pigeon)
    letter = pigeon.letters[-1]
    texts = [str(part.get_content()) for part in letter.iter_parts()] + [str(letter["List-Unsubscribe"])]
    links = sorted({link for text in texts for link in re.findall(r"http://localhost(/[^\s\"<>]*)", text)})
    before = everything()

    for link in links * 2:
        for method in (client.get, client.head):
            method(link, headers={"User-Agent": "SafeLinks scanner"})

    assert path in links and "/notifications/settings" in links
    assert everything() == before
    assert client.post(path).status_code == 200
    assert preferences(user)["channels"]["news"] == "off"


def test_a_sample_person_s_mail_can_be_stopped_from_where_it_is_kept(client: FlaskClient) -> None:
    sample = UserFactory(person=PersonFactory(is_sample=True))
    DeliveryFactory(sample, unsubscribe="news")

    (mail,) = read_mail()

    assert client.post(mail.link("/mail/unsubscribe/")).status_code == 200
    assert preferences(sample)["channels"]["news"] == "off"

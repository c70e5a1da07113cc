"""Choosing who may ask to write to one, and whether messages are mailed."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.base.extensions import db
from ion.messaging.queries.contact import Way, contacts
from ion.models import User
from tests.factories import UserFactory, sign_in
from tests.messaging.posting import prefer, received, talk, write

PAGE = "/messages/settings"


@pytest.fixture
def lee(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    user = UserFactory()
    sign_in(client, user)
    return user


def choose(client: FlaskClient, **chosen: str) -> Any:
    return client.post(PAGE, data={"contact": "open", "mail": "instant"} | chosen)


def test_everything_is_open_and_mailed_until_one_chooses(client: FlaskClient, lee: User) -> None:
    page = client.get(PAGE).text

    assert '<option value="open" selected>' in page
    assert '<option value="instant" selected>' in page
    assert lee.email in page


def test_closing_requests_closes_them_to_members(client: FlaskClient, lee: User) -> None:
    stranger = UserFactory()
    before = contacts(stranger.id, [lee.id])[lee.id].way

    response = choose(client, contact="closed")

    db.session.rollback()
    assert (response.status_code, response.location) == (303, "/messages/settings?saved=1")
    assert (before, contacts(stranger.id, [lee.id])[lee.id].way) == (Way.REQUEST, Way.CLOSED)
    assert '<option value="closed" selected>' in client.get(PAGE).text


def test_turning_mail_off_turns_it_off_and_leaves_other_choices(client: FlaskClient, lee: User) -> None:
    prefer(lee, "weekly", "followed.published")

    choose(client, mail="off")

    dana = UserFactory()
    write(talk(dana, lee), dana)
    assert received(lee) == []
    db.session.rollback()
    assert db.session.get_one(User, lee.id).preferences["channels"] == {
        "followed.published": "weekly",
        "messages": "off",
    }


def test_who_stopped_all_mail_is_led_to_where_that_is_taken_back(client: FlaskClient, lee: User) -> None:
    prefer(lee, "off", "all")

    page = client.get(PAGE).text
    choose(client, contact="closed", mail="instant")

    db.session.rollback()
    assert "You stopped all mail" in page and 'name="mail"' not in page
    assert db.session.get_one(User, lee.id).preferences == {"channels": {"all": "off"}, "contact": "closed"}


def test_an_unknown_choice_is_refused_and_changes_nothing(client: FlaskClient, lee: User) -> None:
    response = choose(client, contact="everybody", user_id="1")

    db.session.rollback()
    assert response.status_code == 422
    assert db.session.get_one(User, lee.id).preferences == {}


def test_the_settings_of_all_mail_offer_messages_too(client: FlaskClient, lee: User) -> None:
    page = client.get("/notifications/settings").text

    assert "Messages that you have not read" in page


def test_the_link_of_a_mail_stops_mail_about_messages(client: FlaskClient, lee: User) -> None:
    dana = UserFactory()
    id = talk(dana, lee)
    write(id, dana)
    link = received(lee)[0].link("/mail/unsubscribe/")

    asked, done = client.get(link).text, client.post(link)

    assert "mail about messages" in asked and "under Messages" in asked
    assert done.status_code == 200
    assert '<option value="off" selected>' in client.get(PAGE).text

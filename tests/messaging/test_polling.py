"""What an open conversation asks for every few seconds, and what the answer puts where."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.models import ConversationMember
from tests.conftest import Browser
from tests.factories import ConversationFactory, MessageFactory, RequestFactory, viewer_of
from tests.messaging.browsers import HTMX, browser, named, send
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now", "without_tokens")


def version(page: Page) -> str:
    return str(page.all("#thread-after")[0]["value"])


def news(reading: Browser, id: int, after: str) -> TestResponse:
    return reading.get(f"/messages/{id}/new?after={after}", headers=HTMX, buffered=True)


def test_an_open_conversation_asks_every_five_seconds_and_rests_in_a_hidden_tab(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    MessageFactory(id, dana)

    form = visit(browser(app, me), f"/messages/{id}").all('[hx-trigger="every 5s"]')[0]

    assert (form["hx-get"], form["action"], form["hx-swap"]) == (f"/messages/{id}/new",) * 2 + ("none",)
    assert form.has_attr("data-pause-hidden") and form["data-poll-status"] == "thread-status"
    assert [field["name"] for field in form.select("input")] == ["after"]


def test_nothing_new_is_answered_with_nothing(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    MessageFactory(id, dana)
    reading = browser(app, me)
    after = version(visit(reading, f"/messages/{id}"))

    answer = news(reading, id, after)

    assert (answer.status_code, answer.text) == (204, "")


def test_new_messages_come_as_parts_that_find_their_place_and_count_as_read(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    MessageFactory(id, dana, "Old")
    reading = browser(app, me)
    after = version(visit(reading, f"/messages/{id}"))
    MessageFactory(id, dana, "New")

    part = Page(news(reading, id, after))

    assert part.texts('[hx-swap-oob="beforeend:#lines"] .ion-line__bubble') == ["New"]
    assert part.all("#thread-after")[0]["hx-swap-oob"] == "true"
    assert part.response.headers["HX-Trigger"] == "messages-changed"  # the list beside it shows it, too
    assert part.all("#messages-badge")[0]["data-count"] == "0"
    assert not part.all("[data-focus], [autofocus]")  # the focus stays where somebody is typing
    assert news(reading, id, version(part)).status_code == 204
    db.session.rollback()
    assert db.session.get_one(ConversationMember, (id, me.id)).unread == 0


def test_what_was_changed_or_withdrawn_comes_again(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    changed, withdrawn = MessageFactory(id, dana, "Frist"), MessageFactory(id, dana, "Oops")
    reading = browser(app, me)
    after = version(visit(reading, f"/messages/{id}"))
    with unit_of_work():
        services.change(viewer_of(dana), changed, "First")
    with unit_of_work():
        services.withdraw(viewer_of(dana), withdrawn)

    part = Page(news(reading, id, after))

    assert part.texts(".ion-line__bubble, .ion-line__gone") == ["First", "Dana withdrew this message"]
    assert [line["data-message"] for line in part.all(".ion-line")] == [str(changed), str(withdrawn)]
    assert "Edited" in part.text(f'[data-message="{changed}"]')
    assert "Oops" not in part.html


def test_an_accepted_request_brings_the_form_to_who_waits(app: Flask) -> None:
    asker, asked = named("Ada"), named("Ben")
    id = RequestFactory(asker, asked)
    waiting = browser(app, asker)
    page = visit(waiting, f"/messages/{id}")
    send(browser(app, asked), f"/messages/{id}/accept")

    part = Page(news(waiting, id, version(page)))

    assert page.all("#composer")[0]["data-state"] == "closed"
    assert part.all("#composer")[0]["data-state"] == "open" and part.all("#composer #markdown")
    assert part.all("#composer")[0]["hx-swap-oob"] == "true"


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "١"])
def test_an_address_that_makes_no_sense_gets_everything_since_the_beginning(app: Flask, after: str) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    MessageFactory(id, dana, "All of it")

    assert "All of it" in news(browser(app, me), id, after).text


def test_a_browser_that_opens_the_address_of_news_gets_the_conversation(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)

    answer = browser(app, me).get(f"/messages/{id}/new?after=0")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/messages/{id}#new")

"""The list of conversations: folders, what is new in it, search, and the badges of the header."""

import pytest
from flask import Flask

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.models import Notice
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import ConversationFactory, MessageFactory, RequestFactory, viewer_of
from tests.messaging.browsers import HTMX, browser, named, send
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now", "without_tokens")


def rows(page: Page) -> list[str]:
    return page.texts(".ion-inbox__row")


def test_an_empty_inbox_says_what_will_be_in_it_and_whom_one_can_write_to(app: Flask) -> None:
    page = visit(browser(app), "/messages/")

    assert "No conversations yet" in page.text(".ion-inbox__none")
    assert "first message is a request" in page.text(".ion-messages__blank")
    assert page.href("New message") == "/messages/new"


def test_a_row_says_who_what_when_and_how_much_of_it_is_new(app: Flask) -> None:
    me, dana, lee = named("Me"), named("Dana Whitfield"), named("Lee Ann Ko")
    MessageFactory(ConversationFactory(me, dana), me, "First of *mine*")
    crew = ConversationFactory(me, dana, lee, is_group=True, title="Region crew")
    for words in ("One", "Two"):
        MessageFactory(crew, lee, words)

    page = visit(browser(app, me), "/messages/")

    assert rows(page) == [
        "RC Region crew 10:00 a.m. ET Lee Ann Ko: Two 2 unread",
        "DW Dana Whitfield 10:00 a.m. ET You: First of mine",
    ]
    assert page.texts(".ion-inbox__folders a") == ["Inbox 2", "Unread 1", "Requests", "Archived"]


def test_each_folder_holds_its_own(app: Flask) -> None:
    me, one, two, three = named("Me"), named("One"), named("Two"), named("Three")
    kept = ConversationFactory(me, one)
    MessageFactory(kept, one)
    MessageFactory(ConversationFactory(me, two), me)
    RequestFactory(three, me, "May I ask?")
    reading = browser(app, me)
    send(reading, f"/messages/{kept}/archive")

    found = {
        folder: visit(reading, f"/messages/?folder={folder}").texts(".ion-inbox__name")
        for folder in ("inbox", "unread", "requests", "archived", "nonsense")
    }

    assert found == {
        "inbox": ["Two"],
        "unread": ["Three"],
        "requests": ["Three"],
        "archived": ["One"],
        "nonsense": ["Two"],
    }


def test_a_draft_stands_in_the_list(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    MessageFactory(id, dana, "Hello")
    writing = browser(app, me)
    send(writing, f"/messages/{id}/draft", markdown="Not yet", background="yes")

    assert visit(writing, "/messages/").text(".ion-inbox__words") == "Draft: Not yet"


def test_search_leads_to_the_message_that_was_found(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    MessageFactory(id, dana, "The *budget* of the second year")
    MessageFactory(id, me, "Another thing")

    page = visit(browser(app, me), "/messages/?q=second++BUDGET")

    assert page.text(".ion-inbox__words") == "Dana: The budget of the second year"
    assert page.texts("mark") == ["budget"]
    assert page.links(".ion-inbox")[0].href == f"/messages/{id}?around=1#m1"
    assert visit(browser(app, me), "/messages/?q=nothing").text(".ion-inbox__none")


def test_htmx_gets_the_list_alone_and_hears_how_much_was_found(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    MessageFactory(ConversationFactory(me, dana), dana, "Budget")
    reading = browser(app, me)

    part = Page(reading.get("/messages/?q=budget", headers=HTMX))

    assert part.html.strip().startswith('<div id="conversations"')
    assert part.all("#conversations")[0]["data-announce"] == "1 message found"
    assert "data-announce" not in Page(reading.get("/messages/", headers=HTMX)).all("#conversations")[0].attrs


def test_a_long_list_has_pages_and_they_keep_folder_and_words(app: Flask) -> None:
    me = named("Me")
    for number in range(21):
        MessageFactory(ConversationFactory(me, named(f"Peer {number}")), me, f"Same word, peer {number}")
    reading = browser(app, me)

    first, second = visit(reading, "/messages/"), visit(reading, "/messages/?page=2")
    found = visit(reading, "/messages/?q=word")

    assert (len(rows(first)), len(rows(second))) == (20, 1)
    assert len(rows(visit(reading, "/messages/?page=99"))) == 1
    assert found.href("Next") == "/messages/?q=word&page=2"
    assert len(rows(visit(reading, "/messages/?q=word&page=2"))) == 1


@pytest.mark.parametrize("path", ["/messages/", "/messages/?folder=unread", "/messages/?q=words"])
def test_a_list_asks_as_much_for_many_as_for_few(app: Flask, path: str) -> None:
    me = named("Me")
    reading = browser(app, me)
    for _ in range(3):
        MessageFactory(ConversationFactory(me, named("Peer")), me, "Words")
    few = questions(reading, path)
    for _ in range(10):
        MessageFactory(ConversationFactory(me, named("Peer")), me, "Words")

    many = questions(reading, path)

    assert many == few and len(many) <= 4


def test_all_is_marked_as_read_by_one_button(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    MessageFactory(ConversationFactory(me, dana), dana)
    reading = browser(app, me)
    assert visit(reading, "/messages/").texts(".ion-inbox__bar button") == ["Mark all as read"]

    answer = send(reading, "/messages/read")

    after = visit(reading, "/messages/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/messages/")
    assert not after.all(".ion-inbox__count") and not after.all(".ion-inbox__bar button")
    assert after.text("#messages-badge") == ""


def test_one_conversation_is_marked_as_read_without_opening_it(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    MessageFactory(id, dana)
    reading = browser(app, me)

    send(reading, f"/messages/{id}/read")

    assert not visit(reading, "/messages/").all(".ion-inbox__count")


def badges(answer: Page) -> dict[str, str]:
    return {str(tag["id"]): str(tag["data-count"]) for tag in answer.all("[data-count]")}


def test_the_header_counts_conversations_with_something_new(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    MessageFactory(ConversationFactory(me, dana), dana)
    reading = browser(app, me)

    page = visit(reading, "/help")

    assert badges(page) == {"messages-badge": "1", "notifications-badge": "0"}
    assert page.text("#messages-badge") == ": 1 conversation with something new"
    assert page.all("#badge-after")[0]["value"] == "1-0"


def test_looking_for_news_is_answered_with_nothing_while_nothing_is_new(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    reading = browser(app, me)
    quiet = reading.get("/messages/badge?after=0-0", headers=HTMX)
    MessageFactory(ConversationFactory(me, dana), dana)

    news = reading.get("/messages/badge?after=0-0", headers=HTMX)

    assert (quiet.status_code, quiet.text) == (204, "")
    assert badges(Page(news)) == {"messages-badge": "1", "notifications-badge": "0"}
    assert all(tag["hx-swap-oob"] == "true" for tag in Page(news).all("body > *, [data-count]"))
    assert news.headers["HX-Trigger"] == "messages-changed"
    assert reading.get("/messages/badge?after=1-0", headers=HTMX).status_code == 204


def test_a_notification_is_news_for_the_badges_too(app: Flask) -> None:
    me = named("Me")
    with unit_of_work() as session:
        session.add(
            Notice(
                user_id=me.id,
                kind="account",
                subject_kind="account",
                subject_id=me.id,
                created_at=clock.now(),
            )
        )

    answer = browser(app, me).get("/messages/badge?after=0-0", headers=HTMX)

    assert badges(Page(answer))["notifications-badge"] == "1"


def test_a_muted_conversation_has_no_badge(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    with unit_of_work():
        services.mute(viewer_of(me), id)
    MessageFactory(id, dana)
    page = visit(browser(app, me), "/messages/")

    assert badges(page)["messages-badge"] == "0"
    assert "(muted)" in page.text(".ion-inbox__words")


def test_a_browser_that_opens_the_address_of_the_badge_gets_a_page(app: Flask) -> None:
    answer = browser(app).get("/messages/badge?after=0-0")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/messages/")


def test_visitors_are_offered_no_messages(client: Browser) -> None:
    page = visit(client, "/help")

    assert not page.all("#messages-badge") and not page.all('[action="/messages/badge"]')

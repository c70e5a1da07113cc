"""The page of a conversation: what is read there, and what counts as read."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core import clock, site_settings
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.models import ConversationMember
from tests.conftest import NOW
from tests.counting import questions
from tests.factories import (
    ConversationFactory,
    MessageFactory,
    PracticeFactory,
    RequestFactory,
    many_messages,
)
from tests.messaging.browsers import HTMX, browser, named, send
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now", "without_tokens")


def unread(user_id: int, id: int) -> tuple[int, int]:
    """How much the user has not read, and up to where they have."""
    db.session.rollback()
    row = db.session.get_one(ConversationMember, (id, user_id))
    return row.unread, row.read_number


def test_a_conversation_is_read_from_old_to_new_with_a_line_for_each_day(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    with clock.frozen(NOW - timedelta(days=3)):
        id = ConversationFactory(me, dana)
    for days, who, words in ((2, me, "First"), (2, dana, "Second"), (0, dana, "Third")):
        with clock.frozen(NOW - timedelta(days=days)):
            MessageFactory(id, who, words)

    page = visit(browser(app, me), f"/messages/{id}")

    assert page.title == "Dana | " + app.extensions["ion.site"].name
    assert page.texts(".ion-thread__day, .ion-line__bubble") == [
        "Thursday, Nov. 19",
        "First",
        "Second",
        "Saturday, Nov. 21",
        "Third",
    ]
    assert page.texts(".ion-line__about")[:2] == ["You 10:00 a.m. ET", "Dana 10:00 a.m. ET"]
    assert [tag.get("aria-label") for tag in page.all('[role="log"]')] == ["Messages"]


def test_what_is_new_stands_below_a_line_and_is_read_once_it_was_shown(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    for words in ("One", "Two", "Three"):
        MessageFactory(id, dana, words)
    with unit_of_work():
        services.read(me.id, id, 1)
    reading = browser(app, me)

    first = visit(reading, f"/messages/{id}")
    second = visit(reading, f"/messages/{id}")

    assert first.texts(".ion-thread__new, .ion-line__bubble") == ["One", "2 new messages", "Two", "Three"]
    assert first.all("#messages-badge")[0]["data-count"] == "0"
    assert not second.all(".ion-thread__new")
    assert unread(me.id, id) == (0, 3)


def test_an_earlier_page_leaves_later_messages_unread(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    many_messages(id, dana, 40)

    visit(browser(app, me), f"/messages/{id}?before=11")

    assert unread(me.id, id) == (30, 10)


def test_earlier_messages_are_a_page_for_a_browser_and_a_part_for_htmx(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    many_messages(id, dana, 50)
    reading = browser(app, me)
    newest = visit(reading, f"/messages/{id}")
    address = newest.href("Earlier messages")

    page = visit(reading, address)
    part = Page(reading.get(address, headers=HTMX))
    oldest = Page(reading.get(part.href("Earlier messages"), headers=HTMX))

    assert address == f"/messages/{id}?before=31"
    assert newest.texts(".ion-line__bubble") == [f"Message {each}" for each in range(31, 51)]
    assert page.texts(".ion-line__bubble") == [f"Message {each}" for each in range(11, 31)]
    assert page.href("Newest messages") == f"/messages/{id}#new"
    assert not page.all("[hx-trigger='every 5s']")  # what is new does not follow what is old
    assert part.texts(".ion-line__bubble") == page.texts(".ion-line__bubble")
    assert not part.is_whole and not part.all("#composer")
    assert oldest.texts(".ion-line__bubble") == [f"Message {each}" for each in range(1, 11)]
    assert "beginning of your conversation" in oldest.text("#earlier")


@pytest.mark.parametrize(("number", "first", "last"), [(1, 1, 10), (35, 25, 44), (70, 51, 70)])
def test_a_message_is_shown_with_those_around_it(app: Flask, number: int, first: int, last: int) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    many_messages(id, dana, 70)

    page = visit(browser(app, me), f"/messages/{id}?around={number}")

    shown = page.texts(".ion-line__bubble")
    assert (shown[0], shown[-1]) == (f"Message {first}", f"Message {last}")
    assert f"m{number}" in page.ids
    assert bool(page.all("#earlier-link")) is (first > 1)
    assert ("Newest messages" in page.text(".ion-thread")) is (last < 70)


@pytest.mark.parametrize("ending", ["?before=x", "?around=-1", "?around=99999999999999", "?before=0"])
def test_an_address_that_makes_no_sense_shows_the_newest(app: Flask, ending: str) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    many_messages(id, dana, 40)

    assert visit(browser(app, me), f"/messages/{id}{ending}").texts(".ion-line__bubble")[-1] == "Message 40"


def test_the_address_of_a_message_leads_to_it(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    message = MessageFactory(id, dana, "Here")
    reading = browser(app, me)

    assert reading.get(f"/messages/{id}/{message}").headers["Location"] == f"/messages/{id}?around=1#m1"
    assert Page(reading.get(f"/messages/{id}/{message}", headers=HTMX)).texts(".ion-line__bubble") == ["Here"]


def test_what_a_person_typed_is_no_markup_of_ours(app: Flask) -> None:
    me, dana = named("Me"), named("Dana <b>")
    id = ConversationFactory(me, dana)
    MessageFactory(
        id, dana, '<img src=x onerror=alert(1)> [x](javascript:alert(1)) <p id="m9" hx-get="/">x</p>'
    )

    page = visit(browser(app, me), f"/messages/{id}")

    assert "<img src=x" not in page.html and "<b>" not in page.html
    assert not page.all(".ion-line__bubble [hx-get]") and "m9" not in page.ids
    assert page.all(".ion-line__bubble [hx-disable]")


def test_a_card_shows_a_thing_to_who_may_see_it(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    practice = PracticeFactory(title="How we did it", audience="members")
    id = ConversationFactory(me, dana)
    MessageFactory(id, dana, f"See [this](/practices/{practice.item.slug})")
    reading = browser(app, me)
    shown = visit(reading, f"/messages/{id}").text(".ion-line__card strong")
    with unit_of_work() as session:
        session.get_one(type(practice.item), practice.item_id).audience = "staff"

    hidden = visit(reading, f"/messages/{id}")

    assert shown == "How we did it"
    assert not hidden.all(".ion-line__card") and "How we did it" not in hidden.html


def test_the_line_of_the_site_stands_at_every_composer(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    with unit_of_work():
        site_settings.change(site_settings.COMPOSER_LINE, "Think of the records.")
    reading = browser(app, me)

    for path in (f"/messages/{id}", "/messages/new"):
        page = visit(reading, path)
        assert page.text("#composer-line") == "Think of the records."
        assert page.all("#markdown")[0]["aria-describedby"] == "composer-line"


def test_a_request_is_answered_on_its_page(app: Flask) -> None:
    asker, asked = named("Ada Asker"), named("Ben Asked")
    id = RequestFactory(asker, asked, "May I ask you something?")
    asking, answering = browser(app, asker), browser(app, asked)

    waiting = visit(asking, f"/messages/{id}")
    page = visit(answering, f"/messages/{id}")

    assert "once Ben Asked accepts" in waiting.text("#composer") and not waiting.all("#markdown")
    assert page.text("#request-heading") == "Ada Asker asks to write with you"
    assert page.texts("#composer form button")[:2] == ["Accept", "Decline"]
    assert send(answering, f"/messages/{id}/accept").headers["Location"] == f"/messages/{id}#composer"
    assert visit(asking, f"/messages/{id}").all("#markdown")
    assert not visit(answering, f"/messages/{id}").all("#request-heading")


def test_who_is_declined_is_not_told_and_the_other_may_think_again(app: Flask) -> None:
    asker, asked = named("Ada Asker"), named("Ben Asked")
    id = RequestFactory(asker, asked)
    asking, answering = browser(app, asker), browser(app, asked)
    before = visit(asking, f"/messages/{id}").text("#composer")

    assert send(answering, f"/messages/{id}/decline").headers["Location"] == "/messages/?folder=requests"

    assert visit(asking, f"/messages/{id}").text("#composer") == before
    page = visit(answering, f"/messages/{id}")
    assert "was not told" in page.text("#composer")
    assert page.texts(".ion-composer__request button") == ["Accept"]
    assert not visit(answering, "/messages/?folder=requests").all(".ion-inbox__row")


def test_muting_and_archiving_are_said_and_taken_back(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    deciding = browser(app, me)
    for deed, back, word in (("mute", "unmute", "Muted"), ("archive", "unarchive", "Archived")):
        send(deciding, f"/messages/{id}/{deed}")
        on = visit(deciding, f"/messages/{id}")
        send(deciding, f"/messages/{id}/{back}")
        off = visit(deciding, f"/messages/{id}")

        assert word in on.text(".ion-thread__who") and on.all(f'form[action$="/{back}"]')
        assert word not in off.text(".ion-thread__who") and off.all(f'form[action$="/{deed}"]')


def test_what_a_conversation_of_two_does_not_have_is_refused_in_words(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)

    answer = send(browser(app, me), f"/messages/{id}/leave")

    assert answer.status_code == 409
    assert Page(answer).texts("[data-error-summary] li")


def test_a_conversation_is_saved_as_text(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    id = ConversationFactory(me, dana)
    MessageFactory(id, dana, "Keep *this*")

    answer = browser(app, me).get(f"/messages/{id}/export")

    assert answer.mimetype == "text/plain" and "Keep *this*" in answer.text
    assert answer.headers["Content-Disposition"] == f'attachment; filename="conversation-{id}.txt"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_asks_little_however_long_the_conversation_is(app: Flask) -> None:
    me, dana = named("Me"), named("Dana")
    short, long = ConversationFactory(me, dana), ConversationFactory(me, named("Lee"))
    many_messages(short, dana, 10)
    many_messages(long, dana, 500)
    reading = browser(app, me)

    few, many = questions(reading, f"/messages/{short}"), questions(reading, f"/messages/{long}")

    assert few == many and len(many) <= 6

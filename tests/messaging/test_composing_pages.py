"""Beginning a conversation: whom one may write to, the first message, and more people in a group."""

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.messaging.policies import CLOSED, CONTACT
from ion.models import Conversation, Grant, Message, User
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import ConversationFactory, MessageFactory, PersonFactory, sign_in
from tests.messaging.browsers import HTMX, browser, named, send
from tests.reading import Page, visit

pytestmark = pytest.mark.usefixtures("now", "without_tokens")


def staff(name: str) -> User:
    """Somebody whom everyone may write to at once."""
    return named(name, Grant.MEMBER, Grant.FACILITATOR)


def names_found(page: Page) -> list[str]:
    return page.texts(".ion-found__add")


def test_people_are_found_by_their_name_and_chosen_by_links(app: Flask) -> None:
    me, dana, dan = named("Me"), staff("Dana Whitfield"), named("Dan Ko")
    writing = browser(app, me)

    found = Page(writing.get("/messages/new?find=dan", headers=HTMX))
    one = Page(writing.get(found.href("Dana Whitfield"), headers=HTMX))
    none = Page(writing.get(one.links(".ion-chosen")[1].href, headers=HTMX))

    assert names_found(found) == ["Dana Whitfield", "Dan Ko"]
    assert found.all("#recipients")[0]["data-announce"] == "2 people found"
    assert not found.is_whole and not found.all("#find-words")  # typing is not interrupted by its own answer
    assert one.texts(".ion-chosen a:first-child") == ["Dana Whitfield"]
    assert {field["form"] for field in one.all(f'[name="to"][value="{dana.person_id}"]')} == {
        "compose",
        "find",
    }
    assert not none.all(".ion-chosen")
    assert dan


def test_without_script_the_same_addresses_are_pages(app: Flask) -> None:
    dana = staff("Dana Whitfield")

    page = visit(browser(app), f"/messages/new?find=dana&to={dana.person_id}")

    assert page.is_whole and page.texts(".ion-chosen a:first-child") == ["Dana Whitfield"]
    assert names_found(page) == []  # who is chosen is not found again
    form = next(form for form in page.forms() if form.action == "/messages/new" and form.method == "post")
    assert ("to", str(dana.person_id)) in form.fields


def test_a_first_message_begins_a_conversation(app: Flask) -> None:
    me, dana = named("Me"), staff("Dana")
    writing = browser(app, me)

    answer = send(writing, "/messages/new", to=dana.person_id, markdown="Hello", client_id="one-of-mine")

    message = db.session.scalars(select(Message)).one()
    assert answer.headers["Location"] == f"/messages/{message.conversation_id}#m1"
    again = writing.get(f"/messages/new?to={dana.person_id}")
    assert (again.status_code, again.headers["Location"]) == (
        303,
        f"/messages/{message.conversation_id}#composer",
    )


def test_a_stranger_is_asked_first_and_that_is_said(app: Flask) -> None:
    me, stranger = named("Me"), named("Sam Stranger")
    writing = browser(app, me)
    page = visit(writing, f"/messages/new?to={stranger.person_id}")

    long = send(writing, "/messages/new", to=stranger.person_id, markdown="x" * 301, client_id="one-of-mine")
    send(writing, "/messages/new", to=stranger.person_id, markdown="May I ask?", client_id="two-of-mine")

    assert "is a request" in page.text("#recipients") and "300 characters" in page.text("#recipients")
    assert long.status_code == 409 and "300" in Page(long).text("[data-error-summary]")
    assert Page(long).text("#markdown") == "x" * 301
    assert db.session.scalars(select(Conversation)).one().is_request


def test_several_people_become_a_group_with_a_name(app: Flask) -> None:
    one, two = staff("One"), staff("Two")
    writing = browser(app)
    people = [one.person_id, two.person_id]
    assert visit(writing, f"/messages/new?to={people[0]}&to={people[1]}").all("#title")

    send(writing, "/messages/new", to=people, title="Crew", markdown="Hello both", client_id="one-of-mine")

    conversation = db.session.scalars(select(Conversation)).one()
    assert (conversation.title, len(conversation.members)) == ("Crew", 3)
    assert visit(writing, f"/messages/{conversation.id}").text("#thread-heading") == "Crew"


def test_a_group_is_of_people_who_can_be_written_to_at_once(app: Flask) -> None:
    one, stranger = staff("One"), named("Sam Stranger")
    people = [one.person_id, stranger.person_id]
    writing = browser(app)

    page = visit(writing, f"/messages/new?to={people[0]}&to={people[1]}")
    answer = send(writing, "/messages/new", to=people, markdown="Hello both", client_id="one-of-mine")

    assert "Sam Stranger can be written to by a request first" in page.text("#recipients")
    assert answer.status_code == 409 and Page(answer).text("#markdown") == "Hello both"
    assert not db.session.scalars(select(Conversation)).all()


def test_who_takes_no_messages_is_not_written_to(app: Flask) -> None:
    closed = named("Cal Closed", preferences={CONTACT: CLOSED})
    writing = browser(app)

    page = visit(writing, f"/messages/new?to={closed.person_id}")
    answer = send(writing, "/messages/new", to=closed.person_id, markdown="Hello", client_id="one-of-mine")

    assert "does not take messages" in page.text("#recipients")
    assert answer.status_code == 409 and "does not take messages" in Page(answer).text("[data-error-summary]")
    assert "Cal" not in Page(writing.get("/messages/new?find=cal", headers=HTMX)).text(".ion-found")


def test_who_cannot_be_known_or_written_to_by_anybody_is_not_there(app: Flask) -> None:
    me = named("Me")
    hidden = named("Hidden")
    with unit_of_work() as session:
        session.get_one(User, hidden.id).person.audience = "staff"
    no_login = PersonFactory(name="No Login", audience="members")
    writing = browser(app, me)

    for id in (me.person_id, hidden.person_id, no_login.id, 999_999, "x", "9" * 30):
        assert writing.get(f"/messages/new?to={id}").status_code == 404, id
        answer = send(writing, "/messages/new", to=id, markdown="Hello", client_id="one-of-mine")
        assert answer.status_code == 404, id


def test_nobody_chosen_and_nothing_written_are_said_at_once(app: Flask) -> None:
    page = Page(send(browser(app), "/messages/new", markdown="", client_id="one-of-mine"))

    assert page.status == 422
    assert page.texts("[data-error-summary] li") == ["Choose whom to write to.", "Write your message first."]


def test_htmx_gets_the_form_again_or_the_address_to_go_to(app: Flask) -> None:
    dana = staff("Dana")
    writing = browser(app)

    refused = Page(send(writing, "/messages/new", as_script=True, to=dana.person_id, markdown=""))
    sent = send(writing, "/messages/new", as_script=True, to=dana.person_id, markdown="Hello")

    message = db.session.scalars(select(Message)).one()
    assert refused.status == 422 and refused.html.strip().startswith(
        '<div class="ion-new-message" id="composing"'
    )
    assert "Write your message first." in refused.text("[data-error-summary]")
    assert (sent.status_code, sent.text) == (200, "")
    assert sent.headers["HX-Redirect"] == f"/messages/{message.conversation_id}#m1"


def test_participant_data_is_stopped_in_a_first_message_too(app: Flask) -> None:
    dana = staff("Dana")
    words = "Her Social Security number is 219-09-9999."

    page = Page(
        send(browser(app), "/messages/new", to=dana.person_id, markdown=words, client_id="one-of-mine")
    )

    assert page.status == 422 and "participant PII" in page.text(".usa-alert--warning")
    assert page.text("#markdown") == words and page.texts(".ion-chosen a:first-child") == ["Dana"]


def test_people_join_a_group_and_see_what_is_written_later(app: Flask) -> None:
    me, one, two, newcomer = named("Me"), staff("One"), staff("Two"), staff("New Comer")
    id = ConversationFactory(me, one, two, is_group=True, title="Crew")
    MessageFactory(id, me, "Before")
    adding = browser(app, me)
    page = visit(adding, f"/messages/{id}/people?find=new")
    assert page.texts(".ion-members li span:last-child") == ["You", "One", "Two"]
    assert page.links(".ion-found")[0].href == f"/messages/{id}/people?to={newcomer.person_id}"

    answer = send(adding, f"/messages/{id}/people", to=newcomer.person_id)
    MessageFactory(id, me, "After")

    assert answer.headers["Location"] == f"/messages/{id}"
    assert visit(browser(app, newcomer), f"/messages/{id}").texts(".ion-line__bubble") == ["After"]
    assert Page(send(adding, f"/messages/{id}/people")).status == 422


def test_who_is_in_a_conversation_of_two_is_shown_and_nobody_is_added(app: Flask) -> None:
    me, dana, other = named("Me"), named("Dana"), staff("Other")
    id = ConversationFactory(me, dana)
    looking = browser(app, me)

    page = visit(looking, f"/messages/{id}/people")

    assert page.texts(".ion-members li span:last-child") == ["Dana", "You"] and not page.all("#find")
    assert send(looking, f"/messages/{id}/people", to=other.person_id).status_code == 409


def test_finding_people_asks_as_much_for_many_as_for_few(app: Flask) -> None:
    me = named("Me")
    for number in range(2):
        staff(f"Peer {number}")
    writing = browser(app, me)
    few = questions(writing, "/messages/new?find=peer")
    for number in range(10):
        staff(f"Peer {number}")

    many = questions(writing, "/messages/new?find=peer")

    assert many == few and len(many) <= 6


def test_a_page_of_a_person_offers_to_write(app: Flask) -> None:
    me, open_one, closed = named("Me"), named("Olive Open"), named("Cal", preferences={CONTACT: CLOSED})
    people = [user.person_id for user in (open_one, closed, me)]
    template = app.jinja_env.from_string(
        '{% from "components/contact.html" import write_button, write_link %}'
        "{% for id in people %}{{ write_button(id) }}|{% endfor %}{% set known = contacts_with(people) %}"
        "{% for id in people %}{{ write_link(id, 'Somebody', known) }}{% endfor %}"
    )
    token = sign_in(Browser(app), me)

    with app.app_context(), app.test_request_context("/", headers={"Cookie": f"ion={token}"}):
        for_open, for_closed, for_me, in_list = template.render(people=people).split("|")
    with app.app_context(), app.test_request_context("/"):
        for_visitors = template.render(people=people).replace("|", "").strip()

    assert f'href="/messages/new?to={open_one.person_id}"' in for_open and "is a request" in for_open
    assert "does not take messages" in for_closed and "<a" not in for_closed
    assert for_me.strip() == "" and in_list.count("<a") == 1
    assert for_visitors == ""

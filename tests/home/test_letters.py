"""Messages that wait stand on the front page, once, and only while they wait."""

import pytest
from flask import Flask

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Conversation, ConversationMember, User
from tests.civility.network import conversation
from tests.conftest import Browser
from tests.factories import UserFactory, sign_in
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("app", "now")
NEEDS = "section[aria-labelledby='needs-heading']"


def lines(app: Flask, user: User) -> list[tuple[str, str]]:
    browser = Browser(app)
    sign_in(browser, user)
    return [(link.words, link.href) for link in visit(browser, "/").links(NEEDS)]


def change(made: Conversation, user: User, **fields: object) -> None:
    """Set fields of the conversation, or of the user's place in it."""
    with unit_of_work() as session:
        fresh = session.get_one(Conversation, made.id)
        place = session.get_one(ConversationMember, (made.id, user.id))
        for name, value in fields.items():
            setattr(fresh if hasattr(Conversation, name) else place, name, value)


def RequestFactory(user: User) -> Conversation:
    """Somebody asks to write to the user."""
    made = conversation(UserFactory(), user)
    change(made, user, asked_by_id=made.created_by_id, answered_at=None)
    return made


@pytest.mark.database
def test_conversations_with_something_new_and_requests_stand_among_what_needs_a_member(app: Flask) -> None:
    mia = UserFactory()
    for _ in range(2):
        conversation(UserFactory(), mia, title="Circle")
    RequestFactory(mia)

    assert lines(app, mia) == [
        ("1 person asks to write to you", "/messages/?folder=requests"),
        ("2 conversations have something new", "/messages/?folder=unread"),
    ]


def test_a_request_that_was_read_waits_until_it_is_answered(app: Flask) -> None:
    mia = UserFactory()
    made = RequestFactory(mia)
    change(made, mia, unread=0)
    assert [words for words, _ in lines(app, mia)] == ["1 person asks to write to you"]

    change(made, mia, declined_at=clock.now())

    assert lines(app, mia) == []


def test_read_muted_and_own_conversations_need_nobody(app: Flask) -> None:
    mia, other = UserFactory(), UserFactory()
    read, muted = conversation(other, mia, title="Read"), conversation(other, mia, title="Muted")
    change(read, mia, unread=0)
    change(muted, mia, muted_at=clock.now())

    assert (lines(app, mia), lines(app, other)) == ([], [])

"""What can be reported: what ION staff see of each kind of thing, how it is hidden, and how it is shown again."""

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.core import clock
from ion.core.access import PUBLIC
from ion.core.ports.publishable import PUBLISHABLES
from ion.core.ports.reports import REPORTABLES
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Item, ItemState, Message, Person, QuestionState
from tests.discussion.talk import CommentFactory
from tests.factories import (
    GroupFactory,
    PersonFactory,
    PostFactory,
    PracticeFactory,
    UserFactory,
    WebinarFactory,
)
from tests.factories.conversations import ConversationFactory, MessageFactory
from tests.moderation.reports import HIDE, NONE, Named, kept, reply, report, settle, witness
from tests.questions.asking import Asked
from tests.questions.asking import kept as kept_question

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


def item_now(id: int) -> Item:
    db.session.rollback()
    return db.session.get_one(Item, id)


def test_everything_that_people_write_can_be_reported(app: Flask) -> None:
    assert set(REPORTABLES.kinds()) == {"comment", "question", "person", "message", *PUBLISHABLES.kinds()}


def test_a_question_names_its_asker_to_nobody_but_ion_staff() -> None:
    webinar, ana, staff = WebinarFactory(), Named("Ana Shy"), UserFactory(Grant.EDITOR)
    id = Asked(webinar.item_id, "Who pays, you fool?", ana, answer="Nobody.", answered_at=clock.now())
    ben = witness(UserFactory())

    seen = REPORTABLES["question"].snapshot(id, ben)
    report_id = report(UserFactory(), "question", id, "unkind")
    settle(staff, report_id, HIDE)

    assert seen is not None and "Ana" not in repr(seen)
    assert kept(report_id).about_id == ana.id
    assert kept_question(id).state is QuestionState.REFUSED
    reply(ana, report_id)
    settle(staff, report_id, NONE, look=2)
    assert kept_question(id).state is QuestionState.ANSWERED  # with the answer that it had


def test_a_profile_is_shown_to_its_owner_and_ion_staff_until_a_second_look() -> None:
    eve, staff = Named("Eve Rude"), UserFactory(Grant.EDITOR)
    with unit_of_work() as session:
        session.get_one(Person, eve.person_id).bio = "Buy **my** book."

    id = report(UserFactory(), "person", eve.person_id)
    settle(staff, id, HIDE)
    hidden = db.session.get_one(Person, eve.person_id).audience
    reply(eve, id)
    settle(staff, id, NONE, look=2)

    assert kept(id).snapshot["passages"][0]["text"] == "About: Buy my book."
    assert (hidden, db.session.get_one(Person, eve.person_id).audience) == ("staff", "members")


def test_an_author_without_a_login_can_be_reported_and_nobody_is_blamed() -> None:
    author, staff = PersonFactory(name="Not Here"), UserFactory(Grant.EDITOR)

    id = report(UserFactory(), "person", author.id)
    settle(staff, id, HIDE)

    assert kept(id).about_id is None
    assert db.session.get_one(Person, author.id).audience == "staff"


@pytest.mark.parametrize("factory", [PostFactory, PracticeFactory, WebinarFactory, GroupFactory])
def test_what_is_published_is_withdrawn_and_stays_so_however_often(factory: object) -> None:
    author, staff = Named("Ana Author"), UserFactory(Grant.EDITOR)
    made = factory(submitted_by_id=author.person_id, summary="Buy now.")  # type: ignore[operator]
    kind = item_now(made.item_id).kind

    first = report(UserFactory(), kind, made.item_id)
    second = report(UserFactory(), kind, made.item_id)
    with unit_of_work():
        REPORTABLES[kind].hide(made.item_id, user_id=staff.id, reason="Spam.")
    settle(staff, first, HIDE)

    assert (first, kept(first).about_id) == (second, author.id)
    assert ("Summary", "Buy now.") in [
        (each["name"], each["text"]) for each in kept(first).snapshot["passages"]
    ]
    assert item_now(made.item_id).state is ItemState.WITHDRAWN


def test_a_message_is_reported_by_who_is_in_the_conversation_and_hidden() -> None:
    ana, eve, staff = UserFactory(), Named("Eve Rude"), UserFactory(Grant.EDITOR)
    conversation = ConversationFactory(ana, eve)
    words = [MessageFactory(conversation, eve, f"Rude {number}.") for number in range(15)]
    stranger = witness(staff)

    id = report(ana, "message", words[7], "unkind")
    settle(staff, id, HIDE)

    assert REPORTABLES["message"].snapshot(words[7], stranger) is None
    snapshot = kept(id).snapshot
    assert [each["text"] for each in snapshot["passages"]] == [f"Rude {number}." for number in range(2, 13)]
    assert snapshot["is_private"]
    db.session.rollback()
    assert db.session.get_one(Message, words[7]).hidden_at is not None


def test_a_thread_around_a_comment_is_cut_to_five_on_each_side() -> None:
    post, ana = PostFactory(audience=PUBLIC), UserFactory()
    root = CommentFactory(post.item_id, ana, "Root")
    answers = [CommentFactory(post.item_id, ana, f"Answer {n}", parent_id=root) for n in range(12)]

    id = report(UserFactory(), "comment", answers[8])

    told = [each["text"] for each in kept(id).snapshot["passages"]]
    assert told == [f"Answer {number}" for number in range(3, 12)]

"""What messaging offers to others: files of messages, reports, somebody's own data, messages that go by age."""

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import access, clock, signals
from ion.core.ports.contact import CONTACT_REASONS
from ion.core.ports.parents import PARENTS
from ion.core.ports.personal import PERSONAL_DATA, RETAINED
from ion.core.ports.reports import REPORTABLES, Snapshot, Witness
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.queries.contact import reasons_of
from ion.messaging.queries.inbox import Folder, inbox
from ion.messaging.queries.thread import head
from ion.models import Conversation, File, Grant, Message, RecordHold, User
from tests.conftest import NOW
from tests.factories import (
    ConversationFactory,
    GroupFactory,
    MessageFactory,
    PersonFactory,
    RequestFactory,
    UserFactory,
    viewer_of,
)
from tests.messaging.talk import does, head_for, hold_words, kept, lines_for, place, taken, texts

pytestmark = pytest.mark.usefixtures("app", "now")


def count(model: type[File] | type[Message] | type[Conversation]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def fetchers(message: int, users: Sequence[User]) -> list[User]:
    """Those of the users who may fetch the files of a message."""
    parent = PARENTS["message"]
    viewers = [(user, viewer_of(user)) for user in users]
    return [user for user, viewer in viewers if parent.may_see(message, viewer.id, access.scopes(viewer))]


def test_files_are_for_who_sees_the_message_and_nobody_else_not_even_staff() -> None:
    ana, ben, left, late, stranger = (UserFactory() for _ in range(5))
    everyone = [ana, ben, left, late, stranger, UserFactory(Grant.MEMBER, Grant.ADMIN)]
    GroupFactory(roster=[ana, late])
    id = ConversationFactory(ana, ben, left, is_group=True)
    does(services.leave, left, id)
    message = MessageFactory(id, ana, files=[taken()])
    does(services.add_people, ana, id, [late.id])

    assert fetchers(message, everyone) == [ana, ben]
    assert not PARENTS["message"].may_see(message, None, frozenset({"public"}))
    assert set(PARENTS["message"].existing([message, 999_999])) == {message}
    with unit_of_work():
        services.hide(message)
    assert fetchers(message, everyone) == []


def test_files_of_a_held_message_are_its_writers_alone() -> None:
    ana, ben = UserFactory(), UserFactory()
    hold_words("miracle")
    message = MessageFactory(ConversationFactory(ana, ben), ana, "A miracle", files=[taken()])

    assert fetchers(message, [ana, ben]) == [ana]


def snapshot(message: int, user: User | None) -> Snapshot | None:
    witness = Witness(user.id, user.person_id, frozenset({"public", "members"})) if user else None
    return REPORTABLES["message"].snapshot(message, witness)


def test_a_report_shows_five_messages_on_each_side_to_who_is_in_the_conversation() -> None:
    ana, ben, stranger = UserFactory(person=PersonFactory(name="Ana Ruiz")), UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    made = [MessageFactory(id, ana, f"*Line* {number}", files=[taken()]) for number in range(1, 13)]
    does(services.withdraw, ana, made[2])

    shown = snapshot(made[6], ben)

    assert shown is not None
    assert [each.text for each in shown.passages] == [
        "Line 2",
        "[This message was withdrawn.]",
        *(f"Line {number}" for number in range(4, 13)),
    ]
    assert [each.text for each in shown.passages if each.is_subject] == ["Line 7"]
    assert (shown.title, shown.path) == ("Message from Ana Ruiz", f"/messages/{id}?around=7#m7")
    assert (shown.about_id, shown.is_private, shown.files) == (ana.id, True, ("plan.txt",))
    assert snapshot(made[6], stranger) is None
    assert snapshot(made[2], ben) is None
    assert snapshot(999_999, ben) is None


def test_a_report_holds_no_more_than_its_witness_may_see() -> None:
    ana, ben, late = UserFactory(), UserFactory(), UserFactory()
    GroupFactory(roster=[ana, late])
    id = ConversationFactory(ana, ben, is_group=True)
    before = MessageFactory(id, ana, "Among us")
    does(services.add_people, ana, id, [late.id])
    message = MessageFactory(id, ana, "For all")
    MessageFactory(id, ana, "And more")
    does(services.leave, late, id)
    MessageFactory(id, ana, "Without you")

    shown = snapshot(message, late)

    assert shown is not None
    assert [each.text for each in shown.passages] == ["For all", "And more"]
    assert snapshot(before, late) is None


def test_the_site_itself_shows_what_it_holds_and_staff_release_or_hide_it() -> None:
    ana, ben = UserFactory(), UserFactory()
    hold_words("miracle")
    id = ConversationFactory(ana, ben)
    MessageFactory(id, ben, "Good morning")
    messages = [MessageFactory(id, ana, f"A miracle {number}") for number in (1, 2)]

    shown = snapshot(messages[0], None)

    assert shown is not None
    assert [each.text for each in shown.passages] == ["Good morning", "A miracle 1"]
    assert shown.path == f"/messages/{id}"
    assert snapshot(messages[0], ben) is None
    with unit_of_work():
        REPORTABLES["message"].release(messages[0], user_id=ben.id)
        REPORTABLES["message"].hide(messages[1], user_id=ben.id, reason="No miracles")
        REPORTABLES["message"].release(999_999, user_id=ben.id)
        REPORTABLES["message"].hide(999_999, user_id=ben.id, reason="Gone")
    assert [kept(message).number for message in messages] == [2, None]
    assert kept(messages[1]).hidden_at == NOW


def data(user: User) -> dict[str, object]:
    return dict(PERSONAL_DATA["messages"].export(user.id, user.person_id))


def test_the_copy_of_ones_data_has_ones_conversations_as_one_sees_them() -> None:
    ana, ben, cora = (UserFactory(person=PersonFactory(name=name)) for name in ("Ana", "Ben", "Cora"))
    id, other = ConversationFactory(ana, ben), ConversationFactory(ben, cora)
    MessageFactory(id, ana, "*Hello*", files=[taken("plan.txt")])
    MessageFactory(id, ben, "Oops")
    does(services.withdraw, ben, lines_for(ben, id)[1].id)
    MessageFactory(other, cora, "Not for Ana", files=[taken("secret.txt")])
    with unit_of_work():
        services.save_draft(ana.id, id, "Half a thought")

    told = json.loads(json.dumps(data(ana)))["conversations"]

    assert [each["id"] for each in told] == [id]
    assert (told[0]["people"], told[0]["draft"]) == (["Ana", "Ben"], "Half a thought")
    assert [(each["from"], each["text"], each["is_yours"]) for each in told[0]["messages"]] == [
        ("Ana", "*Hello*", True),
        ("Ben", "[This message was withdrawn.]", False),
    ]
    assert told[0]["messages"][0]["sent"] == "2026-11-21T15:00:00+00:00"
    files = {
        user.id: [(each.name, each.storage_key) for each in PERSONAL_DATA["messages"].files(user.id, 0)]
        for user in (ana, ben, cora)
    }
    assert files[ana.id] == [("plan.txt", "key-of-plan.txt")]
    assert len(files[ben.id]) == 2
    assert data(UserFactory()) == {}


def leave_ion(user: User, *, keep: bool) -> None:
    with unit_of_work() as session:
        PERSONAL_DATA["messages"].release(user.id, user.person_id, keep=keep)
        session.delete(session.get_one(User, user.id))


@pytest.mark.database
@pytest.mark.parametrize(("keep", "words"), [(True, ["<p>From Ben</p>\n"]), (False, [""])])
def test_who_leaves_ion_leaves_words_to_others_as_chosen_and_nothing_else(
    keep: bool, words: list[str]
) -> None:
    ana, ben, alone = UserFactory(), UserFactory(), UserFactory()
    id, group = ConversationFactory(ana, ben), ConversationFactory(ana, ben, alone)
    RequestFactory(ben, UserFactory())
    RequestFactory(UserFactory(), ben)
    for conversation in (id, group):
        MessageFactory(conversation, ben, "From Ben", files=[taken()])
    last = ConversationFactory(alone, ben)
    with unit_of_work() as session:
        session.delete(session.get_one(User, alone.id))
    number = ben.id

    leave_ion(ben, keep=keep)

    assert texts(ana, id) == texts(ana, group) == words
    assert [line.name for line in lines_for(ana, id)] == ["Former member"]
    assert count(Conversation) == 2
    assert count(File) == (2 if keep else 0)
    assert head(ana.id, last) is None
    again = UserFactory(id=number)
    assert does(services.begin, ana, [again.id], markdown="Hello", client_id="new") != id
    assert head_for(again, kept_conversation(ana, again)).asked_by_me is False


def kept_conversation(one: User, other: User) -> int:
    """The conversation of the two, which none of those before is."""
    return next(row.id for row in inbox(one.id, Folder.INBOX) if other.person.name in row.names)


def test_a_suspended_member_leaves_nobody_a_request_to_count() -> None:
    ana, ben = UserFactory(), UserFactory()
    asked, open_one = RequestFactory(ana, ben), ConversationFactory(ana, ben, is_group=True)
    MessageFactory(open_one, ana)

    with unit_of_work() as session:
        signals.account_changed.send(session.get_one(User, ana.id), what="suspended")

    assert (place(asked, ben).unread, place(open_one, ben).unread) == (0, 1)
    MessageFactory(open_one, ana)
    with unit_of_work() as session:
        signals.account_changed.send(session.get_one(User, ana.id), what="password")
    assert place(open_one, ben).unread == 2


def forget(before: int, most: int = 100) -> int:
    """Forget what is older than so many days; how many went."""
    with unit_of_work():
        return RETAINED["messages"].forget(NOW - timedelta(days=before), most)


@pytest.mark.database
def test_old_messages_go_with_their_files_and_empty_conversations_and_holds_keep_theirs() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    with clock.frozen(NOW - timedelta(days=400)):
        old, mixed, held = (ConversationFactory(*pair) for pair in ((ana, ben), (ana, cora), (cora, ben)))
        for id in (old, mixed):
            MessageFactory(id, ana, files=[taken()])
        MessageFactory(held, cora, "On record", files=[taken()])
    with unit_of_work() as session:
        session.add(RecordHold(person_id=cora.person_id, reason="A lawsuit", placed_at=NOW))
    MessageFactory(mixed, ana, "Newer")

    assert place(mixed, cora).unread == 2
    assert forget(365, most=1) == 1
    assert forget(365) == 1
    assert forget(365) == 0

    assert [head(ana.id, id) is None for id in (old, mixed)] == [True, False]
    assert texts(ana, mixed) == ["<p>Newer</p>\n"]
    assert (place(mixed, cora).unread, place(held, ben).unread) == (1, 1)
    assert texts(ben, held) == ["<p>On record</p>\n"]
    assert count(File) == 1
    assert (RETAINED["messages"].days, count(Message)) == (0, 2)


@pytest.mark.database
def test_a_group_names_its_people_for_suggestions_once() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    GroupFactory(title="Alpha", roster=[ana, ben])
    GroupFactory(title="Beta", roster=[ben, ana, cora])
    UserFactory()

    assert list(CONTACT_REASONS["group"].people(ana.id)) == [ben.id, cora.id]
    assert reasons_of(ana.id, [ben.id, cora.id]) == {
        ben.id: "You are both in Alpha.",
        cora.id: "You are both in Beta.",
    }
    assert reasons_of(ana.id, []) == {}
    assert CONTACT_REASONS["group"].people(UserFactory().id) == []

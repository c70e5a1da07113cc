"""Sending: once, in order, to who is in it; what has to wait; how fast."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import blocking, clock
from ion.core.site_settings import SAME_TO_MANY
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.policies import LONGEST, MOST_FILES
from ion.messaging.queries.thread import changes
from ion.messaging.services import writing
from ion.models import Conversation, ConversationMember, File, Grant, Message, User
from tests.conftest import NOW
from tests.factories import ConversationFactory, MessageFactory, PracticeFactory, RequestFactory, UserFactory
from tests.messaging.talk import (
    does,
    head_for,
    hold_words,
    kept,
    lines_for,
    place,
    setting,
    taken,
    texts,
)

pytestmark = pytest.mark.usefixtures("app", "now")


def send(user: User, id: int, words: str = "Good morning.", client_id: str = "x", **more: object) -> int:
    made: int = does(services.send, user, id, markdown=words, client_id=client_id, **more)
    return made


def messages() -> int:
    return db.session.scalar(select(func.count()).select_from(Message)) or 0


@pytest.mark.database
def test_messages_are_numbered_and_never_older_than_the_one_before() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)

    first = MessageFactory(id, ana)
    with clock.frozen(NOW - timedelta(seconds=5)):  # a machine whose clock is behind
        second = MessageFactory(id, ben)

    assert [(kept(each).number, kept(each).version) for each in (first, second)] == [(1, 1), (2, 2)]
    assert kept(second).created_at == kept(first).created_at == NOW


def test_the_same_id_of_the_same_writer_is_one_message_and_of_another_one_is_another() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)

    sent = [send(ana, id, "One"), send(ana, id, "Two"), send(ben, id, "Three")]

    assert sent[0] == sent[1] != sent[2]
    assert texts(ana, id) == ["<p>One</p>\n", "<p>Three</p>\n"]


@pytest.mark.database
def test_a_message_is_unread_for_the_others_alone_and_brings_the_conversation_back() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    id = ConversationFactory(ana, ben, cora, is_group=True)
    does(services.archive, ben, id)
    does(services.leave, cora, id)

    MessageFactory(id, ana)
    MessageFactory(id, ana)

    assert [(place(id, user).unread, place(id, user).read_number) for user in (ana, ben, cora)] == [
        (0, 2),
        (2, 0),
        (0, 0),
    ]
    assert place(id, ben).archived_at is None


def test_what_one_writes_does_not_mark_as_read_what_one_has_not_seen() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    MessageFactory(id, ben)

    MessageFactory(id, ana)

    assert (place(id, ana).unread, place(id, ana).read_number) == (1, 0)


def test_sending_empties_the_draft_unless_it_came_by_mail() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    for user in (ana, ben):
        with unit_of_work():
            services.save_draft(user.id, id, "Half a")

    MessageFactory(id, ana)
    MessageFactory(id, ben, via="mail")

    assert [place(id, user).draft for user in (ana, ben)] == ["", "Half a"]
    assert lines_for(ana, id)[1].via == "mail"


def test_strangers_those_who_left_and_former_members_conversations_take_nothing() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    id = ConversationFactory(ana, ben, is_group=True)
    alone = ConversationFactory(ana, ben)
    does(services.leave, ben, id)
    with unit_of_work() as session:
        session.delete(session.get_one(ConversationMember, (alone, ben.id)))

    with pytest.raises(services.NotThere):
        send(cora, id)
    with pytest.raises(services.NotThere):
        send(ana, 999_999)
    with pytest.raises(services.Refused, match="You left"):
        send(ben, id)
    with pytest.raises(services.Refused, match="Everybody else left"):
        send(ana, id)
    with pytest.raises(services.Closed, match="Former members"):
        send(ana, alone)
    assert messages() == 0


def test_a_block_ends_writing_to_each_other_but_not_in_a_group() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    pair, group = ConversationFactory(ana, ben), ConversationFactory(ana, ben, cora)
    with unit_of_work():
        blocking.block(ana.id, ben.id)

    for user, other in ((ana, ben), (ben, ana)):
        with pytest.raises(services.Closed, match=f"^{other.person.name} does not take messages"):
            send(user, pair)
        assert head_for(user, pair).why_not == f"{other.person.name} does not take messages from members."
        assert send(user, group)

    with unit_of_work():
        blocking.unblock(ana.id, ben.id)
    assert send(ben, pair)


def test_who_is_suspended_is_written_to_by_nobody() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    with unit_of_work() as session:
        session.get_one(User, ben.id).suspended_at = NOW

    with pytest.raises(services.Closed):
        send(ana, id)


@pytest.mark.parametrize("words", ["", " \n ", "[a]: https://x.example", "\u200b"])
def test_nothing_to_be_seen_is_no_message_unless_there_is_a_file(words: str) -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)

    with pytest.raises(services.Empty):
        send(ana, id, words)
    assert messages() == 0
    assert send(ana, id, words, files=[taken()])


def test_what_is_too_long_or_too_much_is_refused_in_words() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)

    with pytest.raises(services.TooLong, match="5,001 characters; a message has at most 5,000"):
        send(ana, id, "x" * (LONGEST + 1))
    with pytest.raises(services.TooMany, match="at most 5 files"):
        send(ana, id, files=[taken()] * (MOST_FILES + 1))
    assert send(ana, id, "x" * LONGEST + "\x00"[:0], files=[taken(f"{n}.txt") for n in range(MOST_FILES)])


@pytest.mark.database
def test_signs_that_a_database_cannot_keep_are_left_out() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)

    assert kept(send(ana, id, "a\x00b")).markdown == "ab"


@pytest.mark.database
def test_files_hang_on_their_message_and_things_of_the_site_become_cards_for_who_may_see_them() -> None:
    ana, ben = UserFactory(), UserFactory()
    editor = UserFactory(Grant.MEMBER, Grant.EDITOR)
    id = ConversationFactory(ana, editor, ben, is_group=True)
    public, hidden = PracticeFactory(title="Keep momentum"), PracticeFactory(audience="staff", title="Plans")
    words = (
        f"See http://localhost/practices/{public.item.slug}#h-cost, [plans](/practices/{hidden.item.slug}), "
        "and /practices/none"
    )

    send(ana, id, words, files=[taken("b.txt"), taken("a.txt")])

    for user, scopes, titles in (
        (ben, frozenset({"public", "members"}), ["Keep momentum"]),
        (editor, frozenset({"public", "members", "staff"}), ["Keep momentum", "Plans"]),
    ):
        line = lines_for(user, id, scopes=scopes)[0]
        assert [card.subject.title for card in line.cards] == titles
        assert [file.name for file in line.files] == ["b.txt", "a.txt"]
        assert line.cards[0].path == f"/practices/{public.item.slug}#h-cost"
        assert line.cards[0].label == "practice"


def test_so_many_messages_in_ten_minutes_are_enough_and_what_is_refused_is_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "FLOOD", replace(writing.FLOOD, most=3))
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    for _ in range(3):
        MessageFactory(id, ana)

    for _ in range(2):
        with pytest.raises(services.TooFast, match="Send this one in 10 minutes"):
            MessageFactory(id, ana)
    MessageFactory(id, ben)
    with clock.frozen(NOW + timedelta(minutes=10, seconds=1)):
        MessageFactory(id, ana)

    assert messages() == 5


def test_a_message_that_is_held_is_seen_by_its_writer_alone_and_has_no_number() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    hold_words("miracle")
    MessageFactory(id, ben, "First")

    held = MessageFactory(id, ana, "A miracle")
    MessageFactory(id, ben, "Second")

    assert [(line.number, bool(line.held)) for line in lines_for(ana, id)] == [
        (1, False),
        (2, False),
        (None, True),
    ]
    assert texts(ben, id) == ["<p>First</p>\n", "<p>Second</p>\n"]
    assert [line.id for line in changes(ana.id, id, 1)][-1] == held
    assert held not in [line.id for line in changes(ben.id, id, 0)]
    assert place(id, ben).unread == 0


def test_a_message_that_is_released_takes_its_place_as_the_newest() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    hold_words("miracle")
    held = MessageFactory(id, ana, "A miracle")
    MessageFactory(id, ben, "Second")

    with clock.frozen(NOW + timedelta(hours=3)), unit_of_work():
        services.release(held)
    with unit_of_work():
        services.release(held)

    assert [(line.number, line.held) for line in lines_for(ben, id)] == [(1, ""), (2, "")]
    assert kept(held).created_at == NOW + timedelta(hours=3)
    assert place(id, ben).unread == 1


@pytest.mark.database
def test_the_same_text_to_many_waits_but_not_a_greeting_nor_that_of_staff() -> None:
    ana, editor = UserFactory(), UserFactory(Grant.MEMBER, Grant.EDITOR)
    setting(SAME_TO_MANY, 2)
    others = [UserFactory() for _ in range(3)]
    ids = [ConversationFactory(ana, other) for other in others]
    of_staff = [ConversationFactory(editor, other) for other in others]
    offer = "Buy our system at your office!"

    held = [
        kept(MessageFactory(id, ana, words)).held
        for id, words in zip(ids, (offer, offer.upper(), offer), strict=True)
    ]
    thanks = [kept(MessageFactory(id, ana, "Thank you!")).held for id in ids]
    links = [kept(MessageFactory(id, ana, "https://x.example/")).held for id in ids]
    by_staff = [kept(MessageFactory(id, editor, offer)).held for id in of_staff]

    waits = "The same text went to many people today. ION staff look at it first."
    assert held == links == ["", "", waits]
    assert thanks == by_staff == ["", "", ""]
    with clock.frozen(NOW + timedelta(days=1, seconds=1)):
        assert kept(MessageFactory(ids[2], ana, offer)).held == ""


def test_accept_lets_both_write_and_decline_says_nothing_to_who_asked() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    accepted, declined = RequestFactory(ana, ben), RequestFactory(ana, cora)
    before = head_for(ana, declined)

    for _ in range(2):
        does(services.accept, ben, accepted)
        does(services.decline, cora, declined)

    assert head_for(ana, accepted).may_write
    assert head_for(ana, declined) == before
    assert head_for(cora, declined).is_declined
    assert (place(declined, cora).unread, place(declined, cora).archived_at) == (0, NOW)
    with pytest.raises(services.NotYet):
        send(ana, declined)
    with pytest.raises(services.Refused, match="was accepted"):
        does(services.decline, ben, accepted)


def test_who_declined_may_accept_yet_or_just_write() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    ids = [RequestFactory(ana, ben), RequestFactory(ana, cora)]
    does(services.decline, ben, ids[0])
    does(services.decline, cora, ids[1])

    does(services.accept, ben, ids[0])
    MessageFactory(ids[1], cora)

    assert [head_for(ana, id).may_write for id in ids] == [True, True]
    assert place(ids[0], ben).archived_at is None


def test_nobody_answers_a_request_but_whom_it_was_for_and_no_block_stands_between() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    id, plain = RequestFactory(ana, ben), ConversationFactory(ana, cora)

    for user, conversation in ((ana, id), (cora, id), (cora, plain)):
        for deed in (services.accept, services.decline):
            with pytest.raises(services.NotThere):
                does(deed, user, conversation)
    with unit_of_work():
        blocking.block(ana.id, ben.id)
    with pytest.raises(services.Closed, match=f"^{ana.person.name} does not take messages from members.$"):
        does(services.accept, ben, id)


def test_the_message_that_cannot_be_kept_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)

    monkeypatch.setattr("ion.core.text.MAX_MARKS", 100)
    with pytest.raises(services.TooLong, match="too many marks of formatting"):
        send(ana, id, "&" * 101, files=[taken()])

    assert messages() == 0
    assert db.session.scalar(select(func.count()).select_from(File)) == 0
    assert db.session.get_one(Conversation, id).version == 0

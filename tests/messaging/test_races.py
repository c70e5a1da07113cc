"""Deeds at the same moment: one message, numbers without gaps, one conversation, one answer."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import blocking
from ion.core.access import Viewer
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.models import Conversation, ConversationMember, Message, User
from tests.factories import (
    ConversationFactory,
    GroupFactory,
    MessageFactory,
    RequestFactory,
    UserFactory,
    viewer_of,
)
from tests.messaging.talk import head_for, hold_words, kept, place
from tests.racing import THREADS, at_once

pytestmark = pytest.mark.database
ROUNDS = 3


def send(who: Viewer, id: int, words: str, client_id: str) -> int | None:
    with unit_of_work():
        return services.send(who, id, markdown=words, client_id=client_id).number


def begin(who: Viewer, others: list[int], words: str, client_id: str) -> int:
    with unit_of_work():
        return services.begin(who, others, markdown=words, client_id=client_id).conversation_id


def numbers(id: int) -> list[int | None]:
    """The numbers of a conversation in the order of time."""
    db.session.rollback()
    rows = (
        select(Message.number).where(Message.conversation_id == id).order_by(Message.created_at, Message.id)
    )
    return list(db.session.scalars(rows))


def conversations() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Conversation)) or 0


def test_the_same_message_sent_eight_times_at_once_is_one_message(app: Flask) -> None:
    ana, ben = UserFactory(), UserFactory()
    viewer = viewer_of(ana)
    for _ in range(ROUNDS):
        id = ConversationFactory(ana, ben, is_group=True)

        answers = at_once(app, lambda number, id=id: send(viewer, id, f"Try {number}", "same"))

        assert answers == [1] * THREADS
        assert numbers(id) == [1]
        assert place(id, ben).unread == 1


def test_eight_who_send_at_once_are_numbered_without_a_gap_in_the_order_of_time(app: Flask) -> None:
    users = [UserFactory() for _ in range(THREADS)]
    viewers = [viewer_of(user) for user in users]
    id = ConversationFactory(*users, is_group=True)

    def write(number: int) -> list[int | None]:
        return [send(viewers[number], id, f"{number}", f"{each}") for each in range(ROUNDS)]

    answers = at_once(app, write)

    everything = THREADS * ROUNDS
    assert sorted(number for some in answers for number in some) == list(range(1, everything + 1))
    assert numbers(id) == list(range(1, everything + 1))
    assert head_for(users[0], id).version == everything
    for user in users:
        mine = place(id, user)
        assert mine.unread + mine.read_number >= everything - ROUNDS
        assert mine.unread <= everything - ROUNDS


def test_two_people_who_begin_at_the_same_moment_have_one_conversation_and_asked_each_other(
    app: Flask,
) -> None:
    for _ in range(ROUNDS):
        ana, ben = UserFactory(), UserFactory()
        viewers = [viewer_of(ana), viewer_of(ben)]
        before = conversations()

        answers = at_once(
            app,
            lambda number, viewers=viewers: begin(
                viewers[number], [viewers[1 - number].id], f"From {number}", "first"
            ),
            threads=2,
        )

        assert answers[0] == answers[1]
        assert conversations() == before + 1
        assert numbers(answers[0]) == [1, 2]
        assert head_for(ana, answers[0]).is_request is False


def test_one_who_begins_eight_times_at_once_begins_once(app: Flask) -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    GroupFactory(roster=[ana, ben, cora])
    viewer, others = viewer_of(ana), [ben.id, cora.id]

    pair = at_once(app, lambda number: begin(viewer, others[:1], "Hello", "pair"))
    group = at_once(app, lambda number: begin(viewer, others, "Hello", "group"))

    assert (len(set(pair)), len(set(group))) == (1, 1)
    assert conversations() == 2
    assert numbers(pair[0]) == numbers(group[0]) == [1]


def test_new_members_begin_three_conversations_also_at_once(app: Flask) -> None:
    ana, others = UserFactory(), [UserFactory() for _ in range(THREADS)]
    viewer, ids = viewer_of(ana), [other.id for other in others]

    answers = at_once(app, lambda number: begin(viewer, [ids[number]], "Hello", f"{number}"))

    assert sum(isinstance(answer, int) for answer in answers) == 3
    assert sum("TooFast" in answer for answer in answers if isinstance(answer, str)) == THREADS - 3
    assert conversations() == 3


def test_a_message_and_a_block_at_once_are_one_after_the_other(app: Flask) -> None:
    for _ in range(ROUNDS):
        ana, ben = UserFactory(), UserFactory()
        id = ConversationFactory(ana, ben)
        viewer, blocker = viewer_of(ana), ben.id

        def deed(number: int, id: int = id, viewer: Viewer = viewer, blocker: int = blocker) -> int | None:
            if number == 0:
                return send(viewer, id, "Hello", "x")
            with unit_of_work():
                blocking.block(blocker, viewer.id)
            return None

        sent, blocked = at_once(app, deed, threads=2)

        assert blocked is None
        assert (sent == 1) == (numbers(id) == [1])
        assert sent == 1 or "Closed" in sent
        with pytest.raises(services.Closed):
            send(viewer, id, "Again", "y")


def test_accept_and_decline_at_once_leave_one_answer(app: Flask) -> None:
    for _ in range(ROUNDS):
        ana, ben = UserFactory(), UserFactory()
        id = RequestFactory(ana, ben)
        viewer = viewer_of(ben)

        def deed(number: int, id: int = id, viewer: Viewer = viewer) -> str:
            with unit_of_work():
                (services.accept if number % 2 else services.decline)(viewer, id)
            return "done"

        answers = at_once(app, deed)

        db.session.rollback()
        kept_one = db.session.get_one(Conversation, id)
        assert kept_one.answered_at is not None
        assert kept_one.declined_at is None
        assert all(answer == "done" or "was accepted" in answer for answer in answers)
        assert head_for(ben, id).is_archived is False


def test_reading_and_sending_at_once_lose_no_unread_message(app: Flask) -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    for _ in range(2):
        MessageFactory(id, ana)
    viewer, reader = viewer_of(ana), ben.id

    def deed(number: int) -> None:
        if number % 2:
            send(viewer, id, f"{number}", f"{number}")
            return
        with unit_of_work():
            services.read(reader, id, 2)
        if number == 0:
            with unit_of_work():
                services.read_all(reader)

    at_once(app, deed)

    mine = place(id, ben)
    assert numbers(id) == list(range(1, 7))
    assert mine.unread == 6 - mine.read_number


def test_the_same_text_to_many_at_once_is_held_from_the_sixth_on(app: Flask) -> None:
    ana = UserFactory()
    ids = [ConversationFactory(ana, UserFactory()) for _ in range(THREADS)]
    viewer = viewer_of(ana)

    answers = at_once(app, lambda number: send(viewer, ids[number], "Buy this at our office today", "x"))

    assert sorted(answer or 0 for answer in answers) == [0, 0, 0, 1, 1, 1, 1, 1]


def test_a_message_is_released_once_however_many_decide(app: Flask) -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    hold_words("miracle")
    message = MessageFactory(id, ana, "A miracle")

    def release(number: int) -> None:
        with unit_of_work():
            services.release(message)

    assert at_once(app, release) == [None] * THREADS
    assert kept(message).number == 1
    assert place(id, ben).unread == 1


def test_withdrawing_and_leaving_at_once_as_messages_come_in_keeps_the_numbers(app: Flask) -> None:
    users = [UserFactory() for _ in range(4)]
    viewers = [viewer_of(user) for user in users]
    id = ConversationFactory(*users, is_group=True)
    first = MessageFactory(id, users[0])

    def deed(number: int) -> None:
        if number == 0:
            with unit_of_work():
                services.withdraw(viewers[0], first)
        elif number == 1:
            with unit_of_work():
                services.leave(viewers[1], id)
        else:
            send(viewers[2 + number % 2], id, f"{number}", f"{number}")

    answers = at_once(app, deed)

    assert answers == [None] * THREADS
    assert numbers(id) == list(range(1, 8))
    left = place(id, users[1])
    assert left.until_number is not None
    seen = select(func.count()).where(ConversationMember.conversation_id == id, ConversationMember.unread > 6)
    assert db.session.scalar(seen) == 0
    assert db.session.get_one(User, users[1].id)

"""Beginning a conversation: one for each pair, requests that are answered first, groups of people one may write to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core import blocking, clock, signals
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.policies import LONGEST_REQUEST, MOST_PEOPLE
from ion.messaging.queries.thread import head
from ion.messaging.services import beginning
from ion.models import Conversation, Grant, Message, User
from tests.conftest import NOW
from tests.factories import ConversationFactory, GroupFactory, PersonFactory, UserFactory
from tests.messaging.talk import begin, does, head_for, hold_words, kept, place, taken, texts

pytestmark = pytest.mark.usefixtures("app", "now")


def settled(**fields: object) -> User:
    """Somebody who is not new here."""
    return UserFactory(created_at=NOW - timedelta(days=90), **fields)


def conversation(message_id: int) -> Conversation:
    return db.session.get_one(Conversation, kept(message_id).conversation_id, populate_existing=True)


def conversations() -> int:
    return db.session.scalar(select(func.count()).select_from(Conversation)) or 0


def mates(number: int) -> list[User]:
    """People of one group, who may all write to each other at once."""
    users = [settled() for _ in range(number)]
    GroupFactory(roster=users)
    return users


def test_the_first_message_to_a_stranger_is_a_request_and_the_next_one_waits() -> None:
    ana, ben = settled(), settled()

    first = begin(ana, ben, words="May I ask about your program?")

    asked = conversation(first)
    assert (asked.is_request, asked.asked_by_id, asked.last_number) == (True, ana.id, 1)
    assert place(asked.id, ben).unread == 1
    with pytest.raises(services.NotYet, match="once they accept"):
        begin(ana, ben, words="Hello?")
    assert texts(ben, asked.id) == ["<p>May I ask about your program?</p>\n"]


def test_a_request_is_short_and_has_no_files() -> None:
    ana, ben = settled(), settled()

    with pytest.raises(services.TooLong, match="301 characters; a request has at most 300"):
        begin(ana, ben, words="x" * (LONGEST_REQUEST + 1))
    with pytest.raises(services.TooMany, match="no files"):
        begin(ana, ben, files=[taken()])

    assert conversations() == 0


@pytest.mark.database
def test_a_pair_has_one_conversation_whoever_begins_it_and_writing_back_accepts() -> None:
    ana, ben = settled(), settled()
    first = begin(ana, ben, words="One")

    second = begin(ben, ana, words="Two")
    third = begin(ana, ben, words="Three")

    assert len({kept(id).conversation_id for id in (first, second, third)}) == 1
    assert [kept(id).number for id in (first, second, third)] == [1, 2, 3]
    assert conversation(first).answered_at == NOW


def test_people_who_may_write_at_once_begin_without_a_request() -> None:
    ana, ben = mates(2)

    made = conversation(begin(ana, ben, words="x" * 4_000, files=[taken()]))

    assert (made.is_request, made.asked_by_id) == (False, None)


def test_a_request_that_waits_is_no_longer_needed_once_the_two_share_a_group() -> None:
    ana, ben = settled(), settled()
    first = begin(ana, ben)
    GroupFactory(roster=[ana, ben])

    begin(ana, ben, words="We met in the circle.")

    assert conversation(first).is_request is False


@pytest.mark.database
def test_the_same_id_again_is_the_same_message_also_for_a_group() -> None:
    ana, ben, cora = mates(3)

    pair = [begin(ana, ben, client_id="one", words=words) for words in ("Hello", "Hello again")]
    group = [begin(ana, ben, cora, client_id="two", title="Trio") for _ in range(2)]

    assert pair[0] == pair[1]
    assert group[0] == group[1]
    assert conversations() == 2


def test_begin_refuses_nobody_and_those_who_may_not_be_known() -> None:
    ana = settled()
    hidden = settled(person=PersonFactory(audience="staff"))
    suspended = settled(suspended_at=NOW)

    with pytest.raises(services.Refused) as refused:
        begin(ana, ana)
    assert refused.value.words == "Choose somebody to write to."
    ben, *_ = mates(1)
    for nobody in (hidden.id, suspended.id, 999_999):
        for others in ([nobody], [nobody, ben.id]):
            with pytest.raises(services.NotThere):
                does(services.begin, ana, others, markdown="Hello", client_id="x")
    assert conversations() == 0


def test_begin_refuses_who_closed_or_blocked_in_the_same_words() -> None:
    ana, closed, blocks = settled(), settled(preferences={"contact": "closed"}), settled()
    with unit_of_work():
        blocking.block(blocks.id, ana.id)

    for other in (closed, blocks):
        with pytest.raises(
            services.Closed, match=f"^{other.person.name} does not take messages from members.$"
        ):
            begin(ana, other)


@pytest.mark.database
def test_a_group_is_made_of_people_one_may_write_to_at_once() -> None:
    ana, ben, cora = mates(3)
    stranger = settled()

    made = conversation(begin(ana, ben, cora, title="  Spring   summit "))

    assert (made.title, made.pair, made.is_request) == ("Spring summit", None, False)
    assert [each.user_id for each in head_for(ben, made.id).people] == [ana.id, ben.id, cora.id]
    with pytest.raises(services.Closed, match=f"{stranger.person.name} takes a request first"):
        begin(ana, ben, stranger, words="You too?")


def test_a_group_never_brings_two_together_of_whom_one_blocked_the_other() -> None:
    ana, ben, cora = mates(3)
    with unit_of_work():
        blocking.block(cora.id, ben.id)

    with pytest.raises(services.Closed, match="cannot be brought into one conversation"):
        begin(ana, ben, cora)


def test_a_group_has_a_most_of_people() -> None:
    ana, *others = mates(MOST_PEOPLE + 1)

    with pytest.raises(services.TooMany, match="at most 12 people"):
        begin(ana, *others)
    assert begin(ana, *others[:-1])


def test_new_members_begin_fewer_conversations_a_day_than_others_and_staff_as_many_as_they_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beginning, "BEGUN", replace(beginning.BEGUN, most=4))
    new, old, editor = UserFactory(), settled(), UserFactory(Grant.MEMBER, Grant.EDITOR)
    others = [UserFactory() for _ in range(5)]

    for user, most in ((new, 3), (old, 4)):
        for other in others[:most]:
            begin(user, other)
        with pytest.raises(services.TooFast, match=f"begin {most} conversations a day"):
            begin(user, others[most])
    for other in others:
        begin(editor, other)

    with clock.frozen(NOW + timedelta(days=1, seconds=1)):
        assert begin(new, others[3])


def test_going_on_in_a_conversation_is_no_new_one() -> None:
    new, others = UserFactory(), [UserFactory() for _ in range(3)]
    id = ConversationFactory(new, UserFactory())
    for other in others:
        begin(new, other)

    assert does(services.send, new, id, markdown="Still here", client_id="x")


@pytest.mark.database
def test_new_members_have_five_requests_without_an_answer_at_most_whether_they_were_declined_or_not() -> None:
    new, others = UserFactory(), [UserFactory() for _ in range(6)]
    ids = []
    for day, other in enumerate(others[:5]):
        with clock.frozen(NOW + timedelta(days=1.1 * day)):
            ids.append(kept(begin(new, other)).conversation_id)
    does(services.decline, others[0], ids[0])

    with (
        clock.frozen(NOW + timedelta(days=6)),
        pytest.raises(services.TooFast, match="5 requests without an answer"),
    ):
        begin(new, others[5])
    with clock.frozen(NOW + timedelta(days=8)):
        assert begin(new, others[5]), "not new any more"


def test_signals_tell_of_a_request_once_and_of_every_message_that_others_see() -> None:
    ana, ben = settled(), settled()
    heard: list[str] = []

    def asked(sender: Conversation, **_: object) -> None:
        heard.append(f"asked {sender.asked_by_id == ana.id}")

    def sent(sender: Message, **_: object) -> None:
        heard.append(f"sent {sender.number}")

    with signals.contact_asked.connected_to(asked), signals.message_sent.connected_to(sent):
        first = begin(ana, ben)
        does(services.accept, ben, kept(first).conversation_id)
        begin(ben, ana, words="Yes?")

    assert heard == ["sent 1", "asked True", "sent 2"]


@pytest.mark.database
def test_a_request_that_is_held_is_its_writers_alone_until_it_is_released() -> None:
    ana, ben = settled(), settled()
    hold_words("miracle")
    heard: list[str] = []

    def held(sender: Message, **facts: object) -> None:
        heard.append(f"{facts['kind']} {facts['id'] == sender.id} {facts['about_id'] == ana.id}")

    with signals.text_held.connected_to(held):
        message = begin(ana, ben, words="A miracle cure")
    id = kept(message).conversation_id

    assert heard == ["message True True"]
    assert head(ben.id, id) is None
    for deed in (services.accept, services.archive):
        with pytest.raises(services.NotThere):
            does(deed, ben, id)
    assert head_for(ana, id).asked_by_me
    with unit_of_work():
        services.release(message)
    assert head_for(ben, id).may_answer
    assert (kept(message).number, kept(message).held) == (1, "")


def test_writing_to_somebody_whose_request_is_held_is_an_answer_to_it() -> None:
    ana, ben = settled(), settled()
    hold_words("miracle")
    held = begin(ana, ben, words="A miracle cure")

    back = begin(ben, ana, words="Good morning")
    with unit_of_work():
        services.release(held)

    assert conversation(held).is_request is False
    assert [(kept(id).conversation_id, kept(id).number) for id in (back, held)] == [
        (kept(held).conversation_id, 1),
        (kept(held).conversation_id, 2),
    ]

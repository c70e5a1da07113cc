"""How one keeps one's own conversations, and who is in a group."""

from datetime import timedelta

import pytest

from ion.core import blocking, clock
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.policies import MOST_PEOPLE
from ion.messaging.services.keeping import LONGEST_DRAFT
from ion.models import User
from tests.conftest import NOW
from tests.factories import ConversationFactory, GroupFactory, MessageFactory, UserFactory
from tests.messaging.talk import does, head_for, kept, lines_for, place, texts

pytestmark = pytest.mark.usefixtures("app", "now")


def read(user: User, id: int, number: int) -> None:
    with unit_of_work():
        services.read(user.id, id, number)


def standing(user: User, id: int) -> tuple[int, int]:
    """What the user has read, and how much is unread."""
    return place(id, user).read_number, place(id, user).unread


def talk(*users: User, messages: int = 5, is_group: bool = False) -> int:
    """A conversation in which the first one wrote so many messages."""
    id = ConversationFactory(*users, is_group=is_group)
    for _ in range(messages):
        MessageFactory(id, users[0])
    return id


@pytest.mark.database
def test_read_counts_what_is_beyond_and_never_goes_back() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = talk(ana, ben)
    MessageFactory(id, ben)

    seen = []
    for number in (3, 1, 99):
        read(ben, id, number)
        seen.append(standing(ben, id))

    assert seen == [(3, 2), (3, 2), (6, 0)]
    assert standing(ana, id) == (5, 1)
    stranger = UserFactory()
    with pytest.raises(services.NotThere):
        read(stranger, id, 1)


def test_what_was_withdrawn_is_nothing_to_read() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = talk(ana, ben)
    does(services.withdraw, ana, lines_for(ana, id)[4].id)

    read(ben, id, 2)

    assert standing(ben, id) == (2, 2)


@pytest.mark.database
def test_read_all_reads_the_users_own_conversations_alone() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    ids = [talk(ana, ben), talk(cora, ben)]

    with unit_of_work():
        services.read_all(ben.id)
    MessageFactory(ids[0], ana)

    assert [standing(ben, id) for id in ids] == [(5, 1), (5, 0)]
    assert standing(ana, ids[0]) == (6, 0)


def test_archive_reads_and_puts_away_until_the_next_message() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = talk(ana, ben)

    does(services.archive, ben, id)
    archived = head_for(ben, id)
    does(services.unarchive, ben, id)

    assert (archived.is_archived, archived.unread, archived.read_number) == (True, 0, 5)
    assert head_for(ben, id).is_archived is False
    assert head_for(ana, id).is_archived is False


def test_mute_is_ones_own_and_can_be_taken_back() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = talk(ana, ben)

    for _ in range(2):
        does(services.mute, ben, id)

    assert [head_for(user, id).is_muted for user in (ana, ben)] == [False, True]
    MessageFactory(id, ana)
    assert place(id, ben).unread == 6
    does(services.unmute, ben, id)
    assert head_for(ben, id).is_muted is False


def test_a_draft_is_kept_for_its_writer_and_an_empty_one_is_none() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = talk(ana, ben)

    for text in ("Half a\x00 thought", "x" * (LONGEST_DRAFT + 1), " "):
        with unit_of_work():
            services.save_draft(ben.id, id, text)
        if text.startswith("Half"):
            assert (head_for(ben, id).draft, place(id, ben).draft_at) == ("Half a thought", NOW)
            assert head_for(ana, id).draft == ""

    assert place(id, ben).draft_at is None
    stranger = UserFactory().id
    with pytest.raises(services.NotThere), unit_of_work():
        services.save_draft(stranger, id, "Mine")


def test_nobody_keeps_a_conversation_that_is_not_theirs() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    id = talk(ana, ben)

    for deed in (services.archive, services.unarchive, services.mute, services.unmute, services.leave):
        with pytest.raises(services.NotThere):
            does(deed, cora, id)
    with pytest.raises(services.NotThere):
        does(services.add_people, cora, id, [cora.id])


def test_leave_ends_seeing_and_being_counted_and_stays_left() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    id = talk(ana, ben, cora, messages=2, is_group=True)

    for _ in range(2):
        with clock.frozen(NOW + timedelta(hours=1)):
            does(services.leave, ben, id)
    MessageFactory(id, ana, "Among us now")

    assert len(texts(ben, id)) == 2
    left = head_for(ben, id)
    assert (left.has_left, left.last_number, left.unread, left.why_not) == (
        True,
        2,
        0,
        "You left this conversation.",
    )
    assert [each.user_id for each in head_for(ana, id).others] == [cora.id]
    assert head_for(ana, id).version == 4
    read(ben, id, 3)
    assert standing(ben, id) == (2, 0)


def test_two_cannot_leave_or_be_more() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    id = talk(ana, ben)

    with pytest.raises(services.NoGroup, match="between two people"):
        does(services.leave, ana, id)
    with pytest.raises(services.NoGroup, match="Begin a new one"):
        does(services.add_people, ana, id, [cora.id])


@pytest.mark.database
def test_people_who_are_added_see_what_is_written_from_then_on() -> None:
    ana, ben, cora, dora = (UserFactory() for _ in range(4))
    GroupFactory(roster=[ana, ben, cora, dora])
    id = talk(ana, ben, dora, messages=3, is_group=True)

    does(services.add_people, ben, id, [cora.id, ana.id, cora.id])
    MessageFactory(id, ana, "Welcome")

    assert texts(cora, id) == ["<p>Welcome</p>\n"]
    assert standing(cora, id) == (3, 1)
    assert head_for(ana, id).version == 5
    assert services.own_export(cora.id, id).count("Words.") == 0


def test_only_people_one_may_write_to_at_once_are_added_and_never_against_a_block_or_who_left() -> None:
    ana, ben, cora, dora, stranger = (UserFactory() for _ in range(5))
    GroupFactory(roster=[ana, ben, cora, dora])
    id = talk(ana, ben, cora, is_group=True)
    does(services.leave, cora, id)
    with unit_of_work():
        blocking.block(dora.id, ben.id)

    with pytest.raises(services.Closed, match="takes a request first"):
        does(services.add_people, ana, id, [stranger.id])
    with pytest.raises(services.Closed, match="cannot be brought into one conversation"):
        does(services.add_people, ana, id, [dora.id])
    with pytest.raises(services.Refused, match=f"{cora.person.name} left this conversation"):
        does(services.add_people, ana, id, [cora.id])
    with pytest.raises(services.NotThere):
        does(services.add_people, ana, id, [999_999])
    with pytest.raises(services.Refused, match="You left"):
        does(services.add_people, cora, id, [dora.id])
    assert [each.user_id for each in head_for(ana, id).others] == [ben.id]


def test_a_group_grows_to_the_most_and_no_further() -> None:
    users = [UserFactory() for _ in range(MOST_PEOPLE + 1)]
    GroupFactory(roster=users)
    id = ConversationFactory(*users[:3], is_group=True)

    with pytest.raises(services.TooMany):
        does(services.add_people, users[0], id, [user.id for user in users[3:]])
    does(services.add_people, users[0], id, [user.id for user in users[3:-1]])

    assert head_for(users[-2], id).may_add is False
    with pytest.raises(services.NotThere):
        does(services.add_people, users[-1], id, [users[-1].id])


def test_a_message_sent_after_somebody_was_added_is_theirs_too() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    GroupFactory(roster=[ana, ben, cora])
    id = ConversationFactory(ana, ben, is_group=True)
    does(services.add_people, ana, id, [cora.id])

    assert kept(MessageFactory(id, cora)).number == 1
    assert standing(ana, id) == (0, 1)

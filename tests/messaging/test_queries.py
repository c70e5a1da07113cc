"""Reading: folders, one conversation, search of one's own; what each may see, and how much is asked."""

from datetime import timedelta

import pytest

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.queries.finding import found
from ion.messaging.queries.inbox import Folder, inbox, totals
from ion.messaging.queries.thread import changes, head, line, lines, version
from ion.models import Conversation, ConversationMember, User
from tests.conftest import NOW
from tests.counting import statements
from tests.factories import (
    ConversationFactory,
    MessageFactory,
    PersonFactory,
    PracticeFactory,
    RequestFactory,
    UserFactory,
    many_messages,
)
from tests.messaging.talk import does, head_for, hold_words, taken

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
MANY = 20_000


def named(name: str, **fields: object) -> User:
    return UserFactory(person=PersonFactory(name=name), **fields)


def ids(user: User, folder: str = Folder.INBOX) -> list[int]:
    return [row.id for row in inbox(user.id, folder)]


def test_folders_hold_what_they_say_and_totals_count_them() -> None:
    ana, ben, cora, dora = (UserFactory() for _ in range(4))
    open_one, archived, left = ConversationFactory(ana, ben), ConversationFactory(ana, cora), 0
    left = ConversationFactory(ana, ben, cora, is_group=True)
    asked_of_me, asked_by_me = RequestFactory(dora, ana), RequestFactory(ana, UserFactory())
    for id, user in ((open_one, ben), (archived, ana), (left, ben)):
        MessageFactory(id, user)
    does(services.archive, ana, archived)
    does(services.leave, ana, left)

    assert sorted(ids(ana)) == sorted([open_one, asked_by_me])
    assert sorted(ids(ana, "unread")) == sorted([open_one, asked_of_me])
    assert ids(ana, "requests") == [asked_of_me]
    assert sorted(ids(ana, "archived")) == sorted([archived, left])
    assert sorted(ids(ana, "nonsense")) == sorted(ids(ana))
    told = totals(ana.id)
    assert (told.inbox, told.unread, told.requests, told.archived) == (2, 2, 1, 2)
    assert totals(UserFactory().id).inbox == 0


def test_a_declined_request_is_archived_and_one_of_somebody_suspended_is_offered_nowhere() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    declined, of_suspended = RequestFactory(ben, ana), RequestFactory(cora, ana)
    does(services.decline, ana, declined)
    with unit_of_work() as session:
        session.get_one(User, cora.id).suspended_at = NOW

    assert (ids(ana, "requests"), ids(ana, "unread"), ids(ana)) == ([], [], [])
    assert ids(ana, "archived") == [declined]
    offered = head_for(ana, of_suspended)
    assert (offered.may_answer, offered.may_write) == (False, False)


def test_the_newest_conversation_comes_first_page_by_page() -> None:
    ana = UserFactory()
    made = [ConversationFactory(ana, UserFactory()) for _ in range(5)]
    for minute, id in enumerate((made[3], made[0], made[4])):
        with clock.frozen(NOW + timedelta(minutes=1 + minute)):
            MessageFactory(id, ana)

    first = [row.id for row in inbox(ana.id, Folder.INBOX, limit=3)]
    rest = [row.id for row in inbox(ana.id, Folder.INBOX, offset=3, limit=3)]

    assert first == [made[4], made[0], made[3]]
    assert rest == [made[2], made[1]]


def test_a_row_says_who_is_in_it_and_what_was_written_last() -> None:
    ana, ben = named("Ana Ruiz"), named("ben Adams")
    cora = named("Cora Lee")
    group = ConversationFactory(ana, cora, ben, title="Summit", is_group=True)
    MessageFactory(group, ben, "See *this*:\n\n- a & b")
    with unit_of_work():
        services.save_draft(ana.id, group, "My\nanswer")

    row = inbox(ana.id, Folder.INBOX)[0]

    assert (row.names, row.title, row.heading, row.is_group) == (
        ("ben Adams", "Cora Lee"),
        "Summit",
        "Summit",
        True,
    )
    assert (row.last_words, row.last_from, row.unread) == ("See this: a & b", "ben Adams", 1)
    assert (row.draft, row.path, row.last_at) == ("My answer", f"/messages/{group}", NOW)
    assert inbox(ben.id, Folder.INBOX)[0].last_from == "You"
    assert inbox(ben.id, Folder.INBOX)[0].draft == ""


def test_a_row_tells_what_became_of_the_newest_message() -> None:
    ana, ben = UserFactory(), named("Ben Adams")
    id = ConversationFactory(ana, ben)
    told = []
    for deed in ("file", "withdrawn", "held"):
        message = MessageFactory(id, ana, "", files=[taken()])
        if deed == "withdrawn":
            does(services.withdraw, ana, message)
        told.append(inbox(ben.id, Folder.INBOX)[0].last_words)
    hold_words("miracle")
    waiting = RequestFactory(ana, named("Cora Lee"), "A miracle")

    assert told == ["A file", "This message was withdrawn.", "A file"]
    rows = {row.id: row for row in inbox(ana.id, Folder.INBOX)}
    assert rows[waiting].last_words == "Waits for ION staff before others see it."
    assert rows[waiting].asked_by_me


def test_former_members_keep_no_name_and_suspended_ones_no_address() -> None:
    ana, gone, suspended = UserFactory(), named("Gone Away"), named("Sue Spended")
    alone, group = ConversationFactory(ana, gone), ConversationFactory(ana, gone, suspended)
    for id in (alone, group):
        MessageFactory(id, gone, "From me")
    MessageFactory(group, suspended)
    with unit_of_work() as session:
        session.delete(session.get_one(User, gone.id))
        session.get_one(User, suspended.id).suspended_at = NOW

    assert inbox(ana.id, Folder.INBOX)[1].names == ("Former member",)
    assert head_for(ana, alone).why_not == "Former members of ION take no messages."
    assert head_for(ana, alone).heading == "Former member"
    assert [(each.name, each.path) for each in lines(ana.id, group)] == [
        ("Former member", ""),
        ("Sue Spended", ""),
    ]
    assert [each.path for each in head_for(ana, group).others] == [""]


def test_strangers_and_nobody_see_nothing_of_a_conversation() -> None:
    ana, ben, stranger = (UserFactory() for _ in range(3))
    id = ConversationFactory(ana, ben)
    message = MessageFactory(id, ana)

    for other in (stranger.id, 999_999):
        assert head(other, id) is None
        assert version(other, id) is None
        assert (lines(other, id), changes(other, id, 0), found(other, "words")) == ([], [], [])
        assert line(other, message) is None
        assert services.own_export(other, id) == ""
        assert inbox(other, Folder.INBOX) == []
    assert head(ana.id, 999_999) is None


def test_a_path_to_a_person_is_given_where_the_page_may_be_seen() -> None:
    ana, ben = UserFactory(), UserFactory(person=PersonFactory(audience="group:7"))
    id = ConversationFactory(ana, ben)
    MessageFactory(id, ben)

    for scopes, path in (
        (frozenset({"public", "members"}), ""),
        (frozenset({"group:7"}), f"/people/{ben.person_id}"),
    ):
        found_head = head(ana.id, id, scopes=scopes)
        assert found_head is not None
        assert found_head.others[0].path == path
        assert lines(ana.id, id, scopes=scopes)[0].path == path


def test_lines_are_the_newest_those_before_and_those_around_oldest_first() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    many_messages(id, ana, 100)

    def numbers(**asked: int) -> list[int | None]:
        return [each.number for each in lines(ben.id, id, **asked)]

    assert numbers(limit=3) == [98, 99, 100]
    assert numbers(before=98, limit=3) == [95, 96, 97]
    assert numbers(before=3, limit=3) == [1, 2]
    assert numbers(around=50, limit=5) == [48, 49, 50, 51, 52]
    assert numbers(around=1, limit=5) == [1, 2, 3]
    assert numbers(around=100, limit=4) == [97, 98, 99, 100]
    assert len(numbers()) == 30


def test_changes_are_what_is_new_since_a_version() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = ConversationFactory(ana, ben)
    first, second = MessageFactory(id, ana), MessageFactory(id, ben)
    seen = version(ben.id, id)
    assert seen == 2

    third = MessageFactory(id, ana)
    does(services.withdraw, ana, first)

    assert [each.id for each in changes(ben.id, id, seen)] == [first, third]
    assert changes(ben.id, id, 4) == []
    assert second


def test_found_has_every_word_and_shows_them_in_their_place() -> None:
    ana, ben, cora = named("Ana Ruiz"), named("Ben Adams"), UserFactory()
    id, other = ConversationFactory(ana, ben), ConversationFactory(ben, cora)
    hit = MessageFactory(id, ben, "A " + "long " * 30 + "**Apprenticeship** plan & budget " + "more " * 40)
    MessageFactory(id, ana, "Apprenticeship only")
    MessageFactory(other, cora, "apprenticeship plan of others")

    result = found(ana.id, " PLAN apprentice ")

    assert [each.id for each in result] == [hit]
    assert (result[0].hit, result[0].name, result[0].heading) == ("Apprentice", "Ben Adams", "Ben Adams")
    assert result[0].before.startswith("…")
    assert result[0].before.endswith("long ")
    assert result[0].after.startswith("ship plan & budget more")
    assert result[0].after.endswith("…")
    assert result[0].path == f"/messages/{id}?around=1#m1"
    assert found(ana.id, "  ") == found(ana.id, "100%") == found(ana.id, "_") == []
    assert [each.number for each in found(ana.id, "apprenticeship", limit=1, offset=1)] == [1]


def test_found_sees_no_more_than_its_reader() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    id = ConversationFactory(ana, ben, cora, is_group=True)
    MessageFactory(id, ana, "budget one")
    does(services.leave, cora, id)
    MessageFactory(id, ana, "budget two")
    with unit_of_work() as session:
        session.get_one(ConversationMember, (id, ben.id)).from_number = 2

    assert [each.number for each in found(cora.id, "budget")] == [1]
    assert [each.number for each in found(ben.id, "budget")] == [2]
    assert len(found(ana.id, "budget")) == 2


def test_own_export_is_the_conversation_as_it_was_typed() -> None:
    ana, ben = named("Ana Ruiz"), named("Ben Adams")
    id = ConversationFactory(ana, ben)
    MessageFactory(id, ana, "*Hello*", files=[taken("plan.txt")])
    gone = MessageFactory(id, ben, "Oops")
    MessageFactory(id, ben, "From my phone", via="mail")
    does(services.withdraw, ben, gone)

    told = services.own_export(ana.id, id, zone="America/Denver")

    assert told.startswith(
        "Conversation: Ben Adams\nPeople: Ana Ruiz, Ben Adams\nCopied on Sat., Nov. 21, 2026, 8:00 a.m. MT\n"
    )
    assert "Ana Ruiz, Sat., Nov. 21, 2026, 8:00 a.m. MT\n\n*Hello*\n[File: plan.txt, 1 KB]\n" in told
    assert "[This message was withdrawn.]" in told
    assert "(by mail)\n\nFrom my phone\n" in told
    assert "Oops" not in told


def page(user_id: int, id: int) -> None:
    """What the page of a conversation asks of this room."""
    head(user_id, id)
    lines(user_id, id)


def test_a_page_asks_the_same_at_ten_and_at_twenty_thousand_messages_and_looks_at_no_more_of_them() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    few, many = ConversationFactory(ana, ben), ConversationFactory(ana, cora)
    many_messages(few, ana, 10)
    many_messages(many, ana, MANY)
    me = ana.id
    db.session.rollback()

    told = []
    for id in (few, many):
        with statements() as asked:
            page(me, id)
            lines(me, id, before=10)
            changes(me, id, 9)
            version(me, id)
            inbox(me, Folder.INBOX)
            totals(me)
        told.append(asked)

    assert len(told[0]) == len(told[1]) == 7
    assert told[0] == told[1]
    assert [each.number for each in lines(me, many)] == list(range(MANY - 29, MANY + 1))


def test_files_and_cards_cost_one_question_each_however_many_there_are() -> None:
    ana, ben = UserFactory(), UserFactory()
    practice = PracticeFactory()
    id = ConversationFactory(ana, ben)
    for _ in range(10):
        MessageFactory(id, ana, f"[it](/practices/{practice.item.slug})", files=[taken(), taken()])
    me = ben.id
    db.session.rollback()

    with statements() as asked:
        page(me, id)

    assert len(asked) == 4


def test_heads_of_other_conversations_are_not_mixed_in() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    first, second = ConversationFactory(ana, ben), ConversationFactory(ana, cora)
    MessageFactory(first, ana, "To Ben")
    MessageFactory(second, ana, "To Cora")

    assert [each.html for each in lines(ana.id, first)] == ["<p>To Ben</p>\n"]
    assert [each.user_id for each in head_for(ana, second).others] == [cora.id]
    assert db.session.get_one(Conversation, second).pair == f"{ana.id}:{cora.id}"

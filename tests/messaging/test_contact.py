"""Who may write to whom, in the order of the rules."""

from datetime import timedelta

import pytest

from ion.base.extensions import db
from ion.core import blocking, clock
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.queries.contact import Way, contact_of_person, contacts, recipients, suggested
from ion.models import Grant, GroupMember, GroupStanding, ItemState, User
from tests.conftest import NOW
from tests.counting import statements
from tests.factories import (
    ConversationFactory,
    GroupFactory,
    MessageFactory,
    PersonFactory,
    RequestFactory,
    UserFactory,
    viewer_of,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


def way(user: User, other: User) -> Way:
    return contacts(user.id, [other.id])[other.id].way


def why(user: User, other: User) -> str:
    return contacts(user.id, [other.id])[other.id].why


def block(user: User, other: User) -> None:
    with unit_of_work():
        blocking.block(user.id, other.id)


def closed_to_requests() -> User:
    return UserFactory(preferences={"contact": "closed"})


def test_members_are_open_to_requests_unless_they_closed_themselves() -> None:
    ana, ben, closed = UserFactory(), UserFactory(), closed_to_requests()

    found = contacts(ana.id, [ben.id, closed.id, ana.id, 999_999])

    assert {id: contact.way for id, contact in found.items()} == {ben.id: Way.REQUEST, closed.id: Way.CLOSED}
    assert found[closed.id].why == f"{closed.person.name} does not take messages from members."


def test_nobody_can_tell_who_blocked_them_from_who_closed_or_is_suspended() -> None:
    ana, ben = UserFactory(), UserFactory()
    gone, new = UserFactory(suspended_at=NOW), UserFactory(confirmed_at=None)
    block(ben, ana)

    for other in (ben, gone, new):
        assert way(ana, other) is way(other, ana) is Way.CLOSED
        assert why(ana, other) == f"{other.person.name} does not take messages from members."


def test_staff_write_and_are_written_to_at_once_but_a_block_comes_first() -> None:
    ana, closed = UserFactory(), closed_to_requests()
    editor = UserFactory(Grant.MEMBER, Grant.EDITOR, preferences={"contact": "closed"})

    assert (way(ana, editor), way(editor, closed)) == (Way.NOW, Way.NOW)
    assert why(ana, editor) == f"{editor.person.name} is ION staff."
    assert why(editor, ana) == "You are ION staff."
    block(ana, editor)
    assert way(editor, ana) is Way.CLOSED


def test_people_of_one_published_group_write_at_once_and_those_who_only_ask_to_be_let_in_do_not() -> None:
    ana, ben, asks = UserFactory(), UserFactory(), UserFactory()
    group = GroupFactory(title="Employer circle", roster=[ana, ben])
    with unit_of_work() as session:
        session.add(
            GroupMember(group_id=group.item_id, user_id=asks.id, standing=GroupStanding.ASKED, at=clock.now())
        )

    assert why(ana, ben) == why(ben, ana) == "You are both in Employer circle."
    assert (way(ana, ben), way(ana, asks)) == (Way.NOW, Way.REQUEST)
    with unit_of_work() as session:
        session.merge(group).item.state = ItemState.WITHDRAWN
    assert way(ana, ben) is Way.REQUEST


def test_an_answered_conversation_goes_before_closing_and_a_request_does_not() -> None:
    ana, ben, cora = UserFactory(), UserFactory(), UserFactory()
    ConversationFactory(ana, ben)
    RequestFactory(ana, cora)
    with unit_of_work() as session:
        for user in (ben, cora):
            session.get_one(User, user.id).preferences = {"contact": "closed"}

    assert way(ana, ben) is Way.NOW
    assert contacts(ana.id, [cora.id])[cora.id].way is Way.CLOSED
    assert way(cora, ana) is Way.NOW


def test_a_request_reads_the_same_to_who_asked_whether_it_waits_was_declined_or_ended_in_a_block() -> None:
    ana, others = UserFactory(), [UserFactory() for _ in range(3)]
    waits, declines, blocks = others
    ids = [RequestFactory(ana, other) for other in others]
    viewer = viewer_of(declines)
    with unit_of_work():
        services.decline(viewer, ids[1])
    block(blocks, ana)

    told = {why(ana, other).replace(other.person.name, "X") for other in others}

    assert told == {"You asked X already. You can write more once they accept."}
    assert contacts(ana.id, [waits.id])[waits.id].conversation_id == ids[0]


def test_a_request_that_waits_for_staff_is_known_to_its_writer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ion.core.civil.held", lambda text: "It says so.")
    ana, ben = UserFactory(), UserFactory()
    id = RequestFactory(ana, ben)

    assert contacts(ana.id, [ben.id])[ben.id].conversation_id == id
    assert contacts(ben.id, [ana.id])[ana.id].conversation_id is None
    assert way(ben, ana) is Way.REQUEST


def test_contact_of_person_is_none_for_oneself_for_nobody_and_for_a_page_that_is_not_seen() -> None:
    ana = viewer_of(UserFactory())
    hidden = UserFactory(person=PersonFactory(audience="staff"))
    suspended = UserFactory(suspended_at=NOW)
    seen = UserFactory(person=PersonFactory(audience="members"))

    none = [ana.person_id, PersonFactory().id, hidden.person_id, suspended.person_id, 999_999]

    assert [contact_of_person(ana, id) for id in none] == [None] * 5
    found = contact_of_person(ana, seen.person_id)
    assert found is not None
    assert found.way is Way.REQUEST


def test_recipients_keep_the_order_and_leave_out_who_may_not_be_known() -> None:
    ana, ben, cora = (UserFactory() for _ in range(3))
    hidden = UserFactory(person=PersonFactory(audience="staff"))

    found = recipients(viewer_of(ana), [cora.person_id, hidden.person_id, ben.person_id, ana.person_id])

    assert [each.user_id for each in found] == [cora.id, ben.id]
    assert found[0].path == f"/people/{cora.person_id}"


def test_suggested_finds_words_of_names_those_one_may_write_to_at_once_first() -> None:
    def named(name: str, **fields: object) -> User:
        return UserFactory(person=PersonFactory(name=name), **fields)

    me = UserFactory()
    named("Mariana Adams")
    asked, mate = named("Ana Adams"), named("Luis Anaya")
    named("Ana Closed", preferences={"contact": "closed"})
    named("Ana Suspended", suspended_at=NOW)
    named("Ana 100%")
    PersonFactory(name="Ana Nologin")
    GroupFactory(roster=[me, mate])
    viewer = viewer_of(me)

    assert [card.name for card in suggested(viewer, " ana ", 5)] == ["Luis Anaya", "Ana 100%", "Ana Adams"]
    assert [card.name for card in suggested(viewer, "ana", 1)] == ["Luis Anaya"]
    assert [card.name for card in suggested(viewer, "100%", 5)] == ["Ana 100%"]
    assert suggested(viewer, "1_0", 5) == []
    assert [card.name for card in suggested(viewer, "", 5)] == ["Luis Anaya"]
    assert asked


def test_contacts_ask_as_much_for_one_as_for_twenty() -> None:
    ana, *others = [UserFactory() for _ in range(21)]
    GroupFactory(roster=[ana, others[0]])
    me, *ids = [user.id for user in (ana, *others)]
    db.session.rollback()

    with statements() as one:
        contacts(me, ids[1:2])
    with statements() as many:
        contacts(me, ids)

    assert len(one) == len(many) == 2


def test_a_message_of_today_is_in_touch_tomorrow() -> None:
    ana, ben = UserFactory(), UserFactory()
    id = RequestFactory(ana, ben)
    viewer = viewer_of(ben)
    with unit_of_work():
        services.accept(viewer, id)

    with clock.frozen(NOW + timedelta(days=400)):
        assert why(ana, ben) == f"You and {ben.person.name} are in touch already."
        assert MessageFactory(id, ana)

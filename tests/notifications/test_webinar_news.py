"""Who is told of seats, questions, wishes and groups, and what such notices lead to."""

from datetime import datetime

from flask import Flask

from ion.core import signals
from ion.core.unit_of_work import unit_of_work
from ion.groups import services as groups
from ion.models import Grant, Interest, PeerGroup, QuestionState, User, Webinar, Wish
from ion.notifications.queries import sight
from tests.discussion.talk import who
from tests.factories import GroupFactory, UserFactory, WebinarFactory
from tests.factories.registrations import QuestionFactory, RegistrationFactory
from tests.notifications.telling import notices, told, work


def member() -> User:
    return UserFactory(Grant.MEMBER)


def test_who_moves_up_is_told_on_the_site_and_mailed_by_the_room_alone(app: Flask, now: datetime) -> None:
    user, webinar = member(), WebinarFactory()
    row = RegistrationFactory(webinar, user, was_waiting=True)

    with unit_of_work():
        signals.attendee_promoted.send(row)
    work()

    (notice,) = notices(user)
    assert (notice.kind, notice.subject_id, notice.mail_at) == ("webinar.promoted", webinar.item_id, None)


def test_an_answer_is_told_to_who_asked(app: Flask, now: datetime) -> None:
    asker, other, webinar = member(), member(), WebinarFactory()
    question = QuestionFactory(webinar.item_id, asker, state=QuestionState.ANSWERED, text="How long?")

    with unit_of_work():
        signals.question_answered.send(question)
    work()

    (notice,) = notices(asker)
    assert "How long?" in notice.why
    assert notices(other) == []
    seen, hidden = sight(who(asker), notice.id), sight(who(other), notice.id)
    assert seen is not None and seen.path == f"/question/{question.id}"
    assert hidden is None


def test_who_asked_what_was_merged_hears_of_the_answer_too(app: Flask, now: datetime) -> None:
    asker, webinar = member(), WebinarFactory()
    target = QuestionFactory(webinar.item_id, state=QuestionState.ANSWERED)
    part = QuestionFactory(webinar.item_id, asker, state=QuestionState.MERGED, merged_into_id=target.id)

    with unit_of_work():
        signals.question_answered.send(part)
    work()

    assert [notice.kind for notice in notices(asker)] == ["question.answered"]


def test_a_question_is_told_to_presenters_and_moderator_and_not_to_the_world(
    app: Flask, now: datetime
) -> None:
    presenter, moderator, asker, stranger = (member() for _ in range(4))
    webinar = WebinarFactory(authors=[presenter.person], webinar={"moderator_id": moderator.person_id})
    question = QuestionFactory(webinar.item_id, asker, state=QuestionState.OPEN)

    with unit_of_work():
        signals.question_asked.send(question)
    work()

    counts = [len(notices(user)) for user in (presenter, moderator, asker, stranger)]
    assert counts == [1, 1, 0, 0]


def wish(webinar: Webinar, user: User, wanted: Wish, at: datetime | None) -> None:
    with unit_of_work() as session:
        session.add(Interest(webinar_id=webinar.item_id, user_id=user.id, wish=wanted, at=at, told_at=at))


def test_those_who_wished_to_know_are_told_once_and_others_are_not(app: Flask, now: datetime) -> None:
    first, again = WebinarFactory(), WebinarFactory()
    waits, wants, stranger = member(), member(), member()
    wish(again, waits, Wish.OPENS, now)
    wish(first, wants, Wish.AGAIN, now)

    for _ in range(2):
        with unit_of_work():
            signals.registration_opened.send(again, at=now)
            signals.webinar_repeated.send(again, at=now, of=[first.item_id])
        work()

    assert [notice.kind for notice in notices(waits)] == ["webinar.opened"]
    assert told(wants) == [("webinar.again", again.item_id, "It is run again, as you wished")]
    assert notices(stranger) == []


def test_asking_to_join_is_told_to_the_facilitator_and_being_let_in_to_who_asked(
    app: Flask, now: datetime
) -> None:
    lead, asker = member(), member()
    group = GroupFactory(is_open=False, facilitator=lead.person)
    with unit_of_work() as session:
        groups.name_facilitator(session.get_one(PeerGroup, group.item_id))

    with unit_of_work():
        groups.join(group.item_id, user_id=asker.id, note="Please.")
    work()
    with unit_of_work():
        groups.let_in(group.item_id, asker.id, by_user_id=lead.id)
    work()

    assert [notice.kind for notice in notices(lead)] == ["group.asked"]
    assert [notice.kind for notice in notices(asker)] == ["group.joined"]
    seen = sight(who(lead), notices(lead)[0].id)
    assert seen is not None and seen.path == f"/groups/{group.item.slug}/roster"


def test_where_nobody_leads_a_group_ion_staff_hear_who_asks_to_join(app: Flask, now: datetime) -> None:
    lead, asker = UserFactory(Grant.MEMBER, suspended_at=now), member()
    staff, editor = UserFactory(Grant.MEMBER, Grant.FACILITATOR), UserFactory(Grant.MEMBER, Grant.EDITOR)
    group = GroupFactory(is_open=False, facilitator=lead.person)
    with unit_of_work() as session:
        groups.name_facilitator(session.get_one(PeerGroup, group.item_id))

    with unit_of_work():
        groups.join(group.item_id, user_id=asker.id, note="Please.")
    work()

    assert [notice.kind for notice in notices(staff)] == ["group.asked"]
    assert notices(lead, editor) == []

"""A mentor's answer: what it does to the request, the need, the others who wait, and messages."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, site_settings
from ion.core.mentoring import openings
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.contact_reason import MentoringContact
from ion.mentoring.services import answering
from ion.mentoring.services.refusals import Full, NotThere, Refused
from ion.messaging.queries.contact import Way, contacts, reasons_of
from ion.models import (
    Conversation,
    ConversationMember,
    MentoringNeed,
    MentorProfile,
    Message,
    NeedState,
    RequestState,
    User,
)
from tests.factories import UserFactory
from tests.factories.mentoring import MentorFactory, MentoringRequestFactory, NeedFactory
from tests.mentoring.asking import ask, fresh, states, work

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


def accept(mentor: MentorProfile, request_id: int, words: str = "") -> None:
    mentor_id = mentor.person_id
    with unit_of_work():
        answering.accept(mentor_id, request_id, words)


def texts(conversation_id: int | None) -> list[tuple[int | None, str]]:
    rows = select(Message).where(Message.conversation_id == conversation_id).order_by(Message.number)
    return [(message.user_id, message.markdown) for message in db.session.scalars(rows)]


def test_accept_meets_the_need_and_opens_a_conversation_that_begins_with_what_was_asked() -> None:
    mentee, user = UserFactory(), UserFactory()
    mentor = MentorFactory(user=user)
    need = NeedFactory(mentee=mentee, note="We are twelve employers.")
    request = ask(mentor, MentorFactory(), need=need)

    accept(mentor, request.id, "Yes, gladly.")
    accept(mentor, request.id, "Yes, gladly.")

    request = fresh(request)
    conversation = db.session.get_one(Conversation, request.conversation_id)
    assert states(need.id) == ["accepted", "closed"]
    assert db.session.get_one(MentoringNeed, need.id).state is NeedState.MET
    assert not conversation.is_request
    assert texts(conversation.id) == [
        (mentee.id, f"{need.question}\n\nWe are twelve employers."),
        (user.id, "Yes, gladly."),
    ]
    unread = db.session.query(ConversationMember).filter_by(conversation_id=conversation.id)
    assert {place.user_id: place.unread for place in unread} == {mentee.id: 1, user.id: 0}
    assert openings([mentor.person_id]) == {mentor.person_id: 1}


def test_accepted_people_may_write_to_each_other_and_a_request_in_messages_is_answered_by_it() -> None:
    mentee, user = UserFactory(), UserFactory()
    before = Conversation(
        pair=f"{mentee.id}:{user.id}", created_at=clock.now(), last_at=clock.now(), asked_by_id=mentee.id
    )
    with unit_of_work() as session:
        session.add(before)
    mentor = MentorFactory(user=user)
    request = ask(mentor, need=NeedFactory(mentee=mentee))

    accept(mentor, request.id)

    assert fresh(request).conversation_id == before.id
    assert contacts(user.id, [mentee.id])[mentee.id].way is Way.NOW
    assert set(reasons_of(mentee.id, [user.id, UserFactory().id])) == {user.id}
    assert list(MentoringContact().people(user.id)) == [mentee.id]


def test_the_last_opening_closes_the_others_who_wait_and_asks_their_next_choices() -> None:
    mentor, other = MentorFactory(monthly_limit=1), MentorFactory()
    lucky, late = NeedFactory(), NeedFactory()
    request = ask(mentor, need=lucky)
    waits = ask(mentor, other, need=late)

    accept(mentor, request.id)

    assert states(lucky.id) == ["accepted"]
    assert states(late.id) == ["closed", "asked"]
    assert fresh(waits).closed_why == "full"


def test_who_is_full_accepts_nobody_more_and_lowering_the_limit_keeps_what_was_accepted() -> None:
    mentor = MentorFactory(monthly_limit=2)
    kept = MentoringRequestFactory(mentor=mentor, state=RequestState.ACCEPTED)
    request = ask(mentor)
    with unit_of_work() as session:
        session.get_one(MentorProfile, mentor.person_id).monthly_limit = 1

    with pytest.raises(Full, match="no openings left this month"):
        accept(mentor, request.id)

    assert fresh(kept).state is RequestState.ACCEPTED
    assert fresh(request).state is RequestState.ASKED


def test_decline_says_the_words_keeps_who_was_suggested_and_asks_the_next_choice() -> None:
    mentor, next_one, better = MentorFactory(), MentorFactory(), UserFactory()
    need = NeedFactory()
    request = ask(mentor, next_one, need=need)
    mentor_id, person_id = mentor.person_id, better.person_id

    with unit_of_work():
        answering.decline(mentor_id, request.id, "Ask Lee, who did this.", person_id)

    request = fresh(request)
    assert (request.words, request.suggested_id) == ("Ask Lee, who did this.", person_id)
    assert states(need.id) == ["declined", "asked"]


def test_only_the_mentor_who_was_asked_answers_and_only_while_it_waits() -> None:
    mentor, planned, stranger = MentorFactory(), MentorFactory(), MentorFactory()
    need = NeedFactory()
    request = ask(mentor, planned, need=need)
    next_id = fresh(request).id + 1

    for who, id in ((stranger, request.id), (planned, next_id)):
        with pytest.raises(NotThere):
            accept(who, id)
    accept(mentor, request.id)
    mentor_id = mentor.person_id
    with pytest.raises(Refused, match="accepted this request already"), unit_of_work():
        answering.decline(mentor_id, request.id)


def test_nobody_is_brought_together_with_somebody_who_was_suspended_meanwhile() -> None:
    mentee, mentor = UserFactory(), MentorFactory()
    request = ask(mentor, need=NeedFactory(mentee=mentee))
    with unit_of_work() as session:
        session.get_one(User, mentee.id).suspended_at = clock.now()

    with pytest.raises(Refused, match="cannot take place any more"):
        accept(mentor, request.id)


def test_the_usual_reply_is_the_median_of_the_last_ten_answers(now: datetime) -> None:
    mentor = MentorFactory(monthly_limit=20)
    for hours in (1_000, *[2, 4, 6, 8, 10, 12, 14, 16, 18]):
        answered = now - timedelta(hours=2_000 - 100 * hours if hours < 20 else 5_000)
        MentoringRequestFactory(
            mentor=mentor,
            state=RequestState.DECLINED,
            asked_at=answered - timedelta(hours=hours),
            answered_at=answered,
        )
    request = ask(mentor)
    with clock.frozen(now + timedelta(hours=20)):
        accept(mentor, request.id)

        request = ask(mentor)
        with clock.frozen(now + timedelta(hours=42)):
            accept(mentor, request.id)
            work()

    assert db.session.get_one(MentorProfile, mentor.person_id).usual_reply_hours == 13


def test_words_that_wait_for_ion_staff_elsewhere_are_not_passed_on() -> None:
    mentor = MentorFactory()
    request = ask(mentor)
    mentor_id = mentor.person_id
    with unit_of_work():
        site_settings.change(site_settings.HELD_WORDS, ["miracle cure"])

    for deed in (answering.accept, answering.decline):
        with pytest.raises(Refused, match="Say it in other words"), unit_of_work():
            deed(mentor_id, request.id, "Try this miracle cure.")

    assert fresh(request).state is RequestState.ASKED

"""One call for several who ask the same."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.blocking import block
from ion.core.mentoring import openings
from ion.core.people import user_of
from ion.core.unit_of_work import unit_of_work
from ion.core.wall_times import moment
from ion.mentoring.services import group_calls
from ion.mentoring.services.refusals import NotThere, Refused
from ion.models import ConversationMember, GroupCall, MentorProfile, Message, RequestState
from tests.factories import UserFactory
from tests.factories.mentoring import MentorFactory, NeedFactory
from tests.mailbox import read_mail
from tests.mentoring.asking import ask, fresh, states, work

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
WHEN = moment(datetime.fromisoformat("2026-12-01T09:00"), "America/New_York")


def offer(mentor: MentorProfile, *request_ids: int) -> int:
    mentor_id = mentor.person_id
    with unit_of_work():
        return group_calls.offer(mentor_id, request_ids, about="Employers who come back", moment=WHEN).id


def test_a_group_call_counts_once_and_everyone_who_joins_is_in_one_conversation() -> None:
    mentor = MentorFactory(monthly_limit=2)
    needs = [NeedFactory(note="For the mentor alone.") for _ in range(3)]
    requests = [ask(mentor, need=need) for need in needs]
    people = [need.mentee_id for need in needs]
    offer(mentor, *[each.id for each in requests])

    for person_id, request in zip(people[:2], requests[:2], strict=True):
        with unit_of_work():
            group_calls.join(person_id, request.id)

    joined = [fresh(each) for each in requests]
    members = db.session.scalars(
        select(ConversationMember.user_id).where(
            ConversationMember.conversation_id == joined[0].conversation_id
        )
    )
    assert [str(each.state) for each in joined] == ["accepted", "accepted", "asked"]
    assert joined[0].conversation_id == joined[1].conversation_id
    assert set(members) == {user_of(mentor.person_id), *map(user_of, people[:2])}
    texts = db.session.scalars(select(Message.markdown))
    assert set(texts) == {needs[0].question}
    assert openings([mentor.person_id]) == {mentor.person_id: 1}
    assert sum("invites you to a group call" in mail.subject for mail in read_mail()) == 3


def test_the_last_opening_goes_to_the_group_and_who_stays_out_is_let_go() -> None:
    mentor, other = MentorFactory(monthly_limit=1), MentorFactory()
    needs = [NeedFactory() for _ in range(4)]
    requests = [ask(mentor, other, need=need) for need in needs]
    offer(mentor, *[each.id for each in requests[:3]])
    person_id = needs[0].mentee_id

    with unit_of_work():
        group_calls.stay_out(person_id, requests[0].id)

    assert [states(need.id) for need in needs] == [
        ["closed", "asked"],
        ["asked", "planned"],
        ["asked", "planned"],
        ["closed", "asked"],
    ]


def test_calling_it_off_tells_who_joined_and_lets_the_others_wait(now: datetime) -> None:
    mentor = MentorFactory(monthly_limit=2)
    needs = [NeedFactory(), NeedFactory()]
    requests = [ask(mentor, need=need) for need in needs]
    call_id = offer(mentor, *[each.id for each in requests])
    joiner, mentor_id = needs[0].mentee_id, mentor.person_id
    with unit_of_work():
        group_calls.join(joiner, requests[0].id)

    with unit_of_work():
        group_calls.cancel(mentor_id, call_id)

    assert fresh(requests[1]).group_call_id is None
    assert fresh(requests[1]).state is RequestState.ASKED
    assert db.session.get_one(GroupCall, call_id).cancelled_at == now
    assert sum("Called off" in mail.subject for mail in read_mail()) == 2


def test_an_invitation_ends_when_the_call_begins_and_is_not_the_mentors_silence(now: datetime) -> None:
    mentor = MentorFactory(monthly_limit=2)
    requests = [ask(mentor) for _ in range(2)]
    offer(mentor, *[each.id for each in requests])

    with clock.frozen(now + timedelta(days=8)):
        work()

    assert {(fresh(each).state, fresh(each).closed_why) for each in requests} == {
        (RequestState.CLOSED, "group")
    }


def test_a_group_call_needs_two_who_wait_and_brings_nobody_to_whom_they_blocked() -> None:
    mentor = MentorFactory(monthly_limit=3)
    one, two = UserFactory(), UserFactory()
    requests = [ask(mentor, need=NeedFactory(mentee=user)) for user in (one, two)]
    of_another = ask(MentorFactory())

    with pytest.raises(Refused, match="for 2 to"):
        offer(mentor, requests[0].id)
    with pytest.raises(NotThere):
        offer(mentor, requests[0].id, of_another.id)
    with unit_of_work():
        block(one.id, two.id)
    with pytest.raises(Refused, match="cannot be brought into one call"):
        offer(mentor, *[each.id for each in requests])

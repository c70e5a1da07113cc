"""Asking mentors: who is asked now, who next, who cannot be, and taking it back."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from ion.core import clock
from ion.core.blocking import block
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.services import closing, requests
from ion.mentoring.services.refusals import Full, NotThere, Refused, TooManyOpen
from ion.models import MentorProfile, RequestState, User, WhoMayAsk
from tests.factories import PersonFactory, UserFactory
from tests.factories.mentoring import HeldTermFactory, MentorFactory, MentoringRequestFactory, NeedFactory
from tests.mentoring.asking import ask, fresh, states, viewer_of, work

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
WEEK = timedelta(days=7)
MONTH = timedelta(days=31)


def full_mentor(**fields: object) -> MentorProfile:
    mentor = MentorFactory(monthly_limit=1, **fields)
    MentoringRequestFactory(mentor=mentor, state=RequestState.ACCEPTED)
    return mentor


def test_ask_puts_the_first_choice_to_the_mentor_and_plans_the_others(now: datetime) -> None:
    one, two, three = MentorFactory(("topic", "apprenticeship")), MentorFactory(), MentorFactory()
    need = NeedFactory(("topic", "apprenticeship"))

    request = ask(one, two, three, need=need)

    assert states(need.id) == ["asked", "planned", "planned"]
    assert (request.mentor_id, request.asked_at, request.expires_at) == (one.person_id, now, now + WEEK)
    assert request.points == sum(reason["points"] for reason in request.reasons) > 0


def test_a_full_mentor_among_the_choices_is_planned_last() -> None:
    full, free = full_mentor(), MentorFactory()
    need = NeedFactory()

    assert ask(full, free, need=need).mentor_id == free.person_id
    assert states(need.id) == ["asked", "planned"]


def test_ask_refuses_in_words_who_takes_none(now: datetime) -> None:
    refusals = [
        ({"away_until": (now + MONTH).date()}, "away until"),
        ({"paused_at": now}, "does not take requests now"),
        ({"who_may_ask": WhoMayAsk.COHORTS}, "cohorts only"),
        ({"who_may_ask": WhoMayAsk.REGION}, "own ETA Region"),
    ]

    for fields, words in refusals:
        with pytest.raises(Refused, match=words):
            ask(MentorFactory(**fields))


def test_ask_refuses_a_full_mentor_alone_and_a_blocked_one_without_saying_why() -> None:
    full, need = full_mentor(), NeedFactory()
    blocker: User = UserFactory()
    mentor = MentorFactory(user=blocker)
    mentee = viewer_of(need.mentee_id)
    with unit_of_work():
        block(blocker.id, mentee.id)

    with pytest.raises(Full, match="has no openings this month"):
        ask(full, need=need)
    with pytest.raises(Refused, match="does not take requests now"):
        ask(mentor, need=need)


def test_ask_lets_people_of_the_same_eta_region_through() -> None:
    mentor, need = MentorFactory(who_may_ask=WhoMayAsk.REGION), NeedFactory()
    HeldTermFactory(mentor.person_id, ("state", "OH"))
    HeldTermFactory(need.mentee_id, ("state", "MI"))

    assert ask(mentor, need=need).state is RequestState.ASKED


def test_a_new_member_has_two_open_requests_at_most(now: datetime) -> None:
    mentee = UserFactory()
    for _ in range(2):
        ask(MentorFactory(), need=NeedFactory(mentee=mentee))

    with pytest.raises(TooManyOpen, match="2 requests"):
        ask(MentorFactory(), need=NeedFactory(mentee=mentee))

    with clock.frozen(now + 400 * timedelta(days=1)):
        assert ask(MentorFactory(), need=NeedFactory(mentee=mentee)).state is RequestState.ASKED


def test_the_need_of_somebody_else_and_a_mentor_who_is_not_seen_are_not_there() -> None:
    need, stranger = NeedFactory(), UserFactory()
    hidden = MentorFactory(user=UserFactory(person=PersonFactory(audience="staff")))
    need_id, who, mentor_id = need.id, viewer_of(stranger.person_id), MentorFactory().person_id

    with pytest.raises(NotThere), unit_of_work():
        requests.ask(who, need_id, [mentor_id])
    with pytest.raises(NotThere):
        ask(hidden, need=need)


def test_withdraw_asks_the_next_choice() -> None:
    need = NeedFactory()
    request = ask(MentorFactory(), MentorFactory(), need=need)
    id, who = request.id, viewer_of(need.mentee_id)

    with unit_of_work():
        requests.withdraw(who, id)

    assert states(need.id) == ["withdrawn", "asked"]


def test_nobody_answers_within_a_week_and_the_next_choices_are_asked_in_turn(now: datetime) -> None:
    need = NeedFactory()
    ask(MentorFactory(), MentorFactory(), need=need)

    with clock.frozen(now + WEEK - timedelta(seconds=1)):
        work()
        before = states(need.id)
    with clock.frozen(now + WEEK):
        work()
        then = states(need.id)
    with clock.frozen(now + 2 * WEEK):
        work()

    assert before == ["asked", "planned"]
    assert then == ["expired", "asked"]
    assert states(need.id) == ["expired", "expired"]


def test_close_for_ends_what_waits_and_passes_over_choices_who_take_none_by_now() -> None:
    first, second, third = MentorFactory(), MentorFactory(), MentorFactory()
    need = NeedFactory()
    request = ask(first, second, third, need=need)
    second_id, first_id = second.person_id, first.person_id

    with unit_of_work() as session:
        session.get_one(MentorProfile, second_id).paused_at = clock.now()
        closing.close_for(first_id, "paused")

    assert states(need.id) == ["closed", "closed", "asked"]
    assert fresh(request).closed_why == "paused"


def test_a_mentor_who_was_full_may_be_asked_again_and_one_who_said_nothing_not(now: datetime) -> None:
    busy, silent = MentorFactory(), MentorFactory()
    need = NeedFactory()
    id = ask(busy, silent, need=need).id
    with unit_of_work():
        closing.close_for(busy.person_id, "full")
    with clock.frozen(now + WEEK):
        work()

        assert ask(busy, need=need).id == id
        with pytest.raises(Refused, match="was asked this already"):
            ask(silent, need=need)


def test_who_is_suspended_waits_for_nobody_and_nobody_for_them(app: Flask) -> None:
    user = UserFactory()
    mentor = MentorFactory(user=user)
    to_them, theirs = NeedFactory(), NeedFactory(mentee=user)
    ask(mentor, need=to_them)
    ask(MentorFactory(), need=theirs)

    with unit_of_work():
        closing.withdraw_all_of(mentor.person_id)

    assert states(to_them.id) == ["closed"]
    assert states(theirs.id) == ["withdrawn"]

"""What of mentoring needs a member: requests, times to choose, mentorships to agree to; nothing of others."""

from datetime import timedelta

import pytest
from flask import Flask

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.home.queries.mentoring import mentoring_tasks
from ion.models import CallSlot, Mentorship, MentorshipState, RequestState, User
from tests.factories import PersonFactory, UserFactory
from tests.factories.mentoring import (
    MentorFactory,
    MentoringRequestFactory,
    MentorshipFactory,
    NeedFactory,
)
from tests.home.test_needs import home, lines

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


def Named(name: str) -> User:
    return UserFactory(person=PersonFactory(name=name))


def found(user: User) -> list[tuple[str, str]]:
    return [(task.words, task.path) for task in mentoring_tasks(user.person_id)]


def test_requests_need_their_mentor_who_is_led_to_the_only_one_or_to_all(app: Flask) -> None:
    mentor, mentee = Named("Maria"), Named("Omar")
    profile = MentorFactory(user=mentor)
    row = MentoringRequestFactory(NeedFactory(mentee=mentee), profile)
    alone = found(mentor)
    MentoringRequestFactory(NeedFactory(mentee=mentee), profile)
    MentoringRequestFactory(NeedFactory(mentee=mentee), profile, state=RequestState.PLANNED)

    assert alone == [("1 person asks you for a conversation", f"/mentoring/requests/{row.id}")]
    assert lines(home(app, mentor)) == [("2 people ask you for a conversation", "/mentoring/requests/")]
    assert found(mentee) == []


def test_times_that_the_other_proposed_need_an_answer_until_one_is_chosen() -> None:
    mentor, mentee = Named("Maria"), Named("Omar")
    row = MentoringRequestFactory(
        NeedFactory(mentee=mentee), MentorFactory(user=mentor), state=RequestState.ACCEPTED
    )
    at = clock.now() + timedelta(days=2)
    slot = CallSlot(
        request_id=row.id,
        proposed_by_id=mentor.person_id,
        wall_at=at.replace(tzinfo=None),
        zone="UTC",
        starts_at=at,
    )
    with unit_of_work() as session:
        session.add(slot)
    waiting, proposer = found(mentee), found(mentor)
    with unit_of_work() as session:
        session.get_one(CallSlot, slot.id).chosen_at = clock.now()

    assert waiting == [("Choose a time to talk with Maria", f"/mentoring/requests/{row.id}")]
    assert (proposer, found(mentee)) == ([], [])


def test_a_mentorship_needs_whoever_has_not_agreed() -> None:
    mentor, mentee = Named("Maria"), Named("Omar")
    row = MentorshipFactory(mentor, mentee, state=MentorshipState.PROPOSED, mentee_agreed_at=None)

    assert found(mentee) == [
        ("Read and agree to your mentorship with Maria", f"/mentoring/mentorships/{row.id}")
    ]
    assert found(mentor) == []
    with unit_of_work() as session:
        session.get_one(Mentorship, row.id).state = MentorshipState.DECLINED
    assert found(mentee) == []

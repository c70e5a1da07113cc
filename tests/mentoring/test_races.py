"""Many at the same moment: a mentor's last opening goes to one, whatever else happens then."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.services import answering, closing, requests
from ion.mentoring.services.refusals import Refused
from ion.models import MentoringRequest, RequestState
from tests.factories.mentoring import MentorFactory, NeedFactory
from tests.mentoring.asking import ask, viewer_of
from tests.racing import at_once

pytestmark = [pytest.mark.database]
THREADS = 20


def race_for_the_last_opening(app: Flask) -> None:
    mentor, other = MentorFactory(monthly_limit=1), MentorFactory(monthly_limit=30)
    mentor_id = mentor.person_id
    ids = [ask(mentor, other).id for _ in range(THREADS)]

    def accept(number: int) -> str:
        try:
            with unit_of_work():
                answering.accept(mentor_id, ids[number])
        except Refused as refusal:
            return type(refusal).__name__
        return "accepted"

    answers = at_once(app, accept, THREADS)

    db.session.rollback()
    counted = dict(
        db.session.execute(
            select(MentoringRequest.state, func.count())
            .where(MentoringRequest.mentor_id == mentor_id)
            .group_by(MentoringRequest.state)
        ).all()
    )
    assert answers.count("accepted") == 1
    assert set(answers) == {"accepted", "Refused"}, answers
    assert counted == {RequestState.ACCEPTED: 1, RequestState.CLOSED: THREADS - 1}


@pytest.mark.parametrize("_round", range(3))
def test_twenty_accept_for_the_last_opening_and_one_gets_it(app: Flask, _round: int) -> None:
    race_for_the_last_opening(app)


@pytest.mark.soak
@pytest.mark.parametrize("_round", range(20))
def test_twenty_accept_again_and_again(app: Flask, _round: int) -> None:
    race_for_the_last_opening(app)


def test_mentors_who_accept_close_withdraw_and_are_asked_at_once_wait_for_nobody_for_ever(app: Flask) -> None:
    mentors = [MentorFactory(monthly_limit=1) for _ in range(4)]
    needs = [NeedFactory() for _ in range(8)]
    asked = [
        ask(mentors[n % 4], mentors[(n + 1) % 4], mentors[(n + 2) % 4], need=need)
        for n, need in enumerate(needs)
    ]
    ids = [(each.id, each.mentor_id) for each in asked]
    viewers = [viewer_of(need.mentee_id) for need in needs]

    def deed(number: int) -> str:
        request_id, mentor_id = ids[number]
        try:
            with unit_of_work():
                if number < 4:
                    answering.accept(mentor_id, request_id)
                elif number < 6:
                    closing.close_for(mentor_id, "paused")
                else:
                    requests.withdraw(viewers[number], request_id)
        except Refused:
            return "refused"
        return "done"

    assert set(at_once(app, deed)) <= {"done", "refused"}


def test_two_tabs_ask_the_same_mentor_once(app: Flask) -> None:
    mentor_id, need = MentorFactory().person_id, NeedFactory()
    need_id, who = need.id, viewer_of(need.mentee_id)

    def deed(_number: int) -> int:
        with unit_of_work():
            return requests.ask(who, need_id, [mentor_id]).id

    assert len(set(at_once(app, deed))) == 1

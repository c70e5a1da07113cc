"""Proposing a mentorship and agreeing on it: it begins when both did, with a copy of its path."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.mentorships.services import agreeing, paths, proposing
from ion.mentorships.services.agreeing import Agreement, Goal
from ion.mentorships.services.paths import Step
from ion.mentorships.services.refusals import NotThere, Refused, Stale
from ion.models import Block, MentoringPath, Mentorship, MentorshipGoal, MentorshipState, MentorshipStep
from tests.factories import UserFactory
from tests.mentorships.scene import STEPS, accepted_request, one, pair, path, proposed
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]
ONE_GOAL = Agreement([Goal("Lead an employer meeting")], "Every week")


def rated(id: int, stars: int = 2) -> dict[int, int]:
    return {goal.id: stars for goal in agreeing.goals_of(id)}


def test_a_mentorship_begins_when_both_agreed_with_a_copy_of_the_path(now: datetime) -> None:
    mentor, mentee = pair()
    path()
    made = proposed(mentor, mentee, path_name="First year")

    with unit_of_work():
        agreeing.agree(made.id, mentee.person_id, version=1, ratings=rated(made.id))
    with unit_of_work():
        paths.keep("First year", "", [Step("Quite another", "")] * 6)

    row = one(Mentorship)
    assert (row.state, row.began_at) == (MentorshipState.ACTIVE, now)
    steps = db.session.scalars(select(MentorshipStep.title).order_by(MentorshipStep.position)).all()
    assert steps == [step.title for step in STEPS]


def test_who_writes_the_agreement_anew_asks_the_other_again(now: datetime) -> None:
    mentor, mentee = pair()
    made = proposed(mentor, mentee)
    changed = Agreement([Goal("Lead an employer meeting", 3), Goal("Find a champion", 1)], "Once a month")

    with unit_of_work():
        agreeing.write(made.id, mentee.person_id, changed, version=1)
    with pytest.raises(Stale), unit_of_work():
        agreeing.write(made.id, mentor.person_id, ONE_GOAL, version=1)

    row = one(Mentorship)
    assert (row.mentor_agreed_at, row.mentee_agreed_at) == (None, now)
    with unit_of_work():
        agreeing.agree(made.id, mentor.person_id, version=row.version)
    assert one(Mentorship).state is MentorshipState.ACTIVE
    assert [goal.before_rating for goal in agreeing.goals_of(made.id)] == [3, 1]


def test_a_mentee_does_not_agree_without_saying_where_they_stand(now: datetime) -> None:
    mentor, mentee = pair()
    made = proposed(mentor, mentee)

    with pytest.raises(Refused, match="where you stand"), unit_of_work():
        agreeing.agree(made.id, mentee.person_id, version=1)

    assert one(Mentorship).state is MentorshipState.PROPOSED


def test_both_proposing_at_once_makes_one_mentorship(app: Flask, now: datetime) -> None:
    mentor, mentee = pair()
    request_id = accepted_request(mentor, mentee)
    ids = [mentor.person_id, mentee.person_id]
    goals = Agreement([Goal("Lead an employer meeting", 2)], "Every week")

    def deed(number: int) -> int:
        with unit_of_work():
            return proposing.propose_after(request_id, ids[number % 2], goals).id

    answers = at_once(app, deed)

    assert answers == [one(Mentorship).id] * 8


def test_neither_strangers_nor_people_who_are_kept_apart_propose_a_mentorship(now: datetime) -> None:
    mentor, mentee = pair()
    stranger = UserFactory()
    request_id = accepted_request(mentor, mentee)

    with pytest.raises(NotThere), unit_of_work():
        proposing.propose_after(request_id, stranger.person_id, ONE_GOAL)
    with unit_of_work() as session:
        session.add(Block(user_id=mentee.id, blocked_id=mentor.id, at=clock.now()))
    with pytest.raises(Refused, match="cannot be matched"), unit_of_work():
        proposing.propose_after(request_id, mentor.person_id, ONE_GOAL)


def test_a_declined_mentorship_may_be_proposed_anew(now: datetime) -> None:
    mentor, mentee = pair()
    made = proposed(mentor, mentee)
    with unit_of_work():
        agreeing.decline(made.id, mentee.person_id)

    with unit_of_work():
        again = proposing.propose_after(made.request_id or 0, mentor.person_id, ONE_GOAL)

    states = db.session.scalars(select(Mentorship.state).order_by(Mentorship.id)).all()
    assert (again.id != made.id, states) == (True, [MentorshipState.DECLINED, MentorshipState.PROPOSED])


def test_a_path_has_six_to_twelve_steps_and_a_name_of_its_own(now: datetime) -> None:
    path()

    with unit_of_work():
        kept = paths.keep("First year", "For new conveners.", STEPS)
    with pytest.raises(Refused, match="6 to 12"), unit_of_work():
        paths.keep("Too short", "", STEPS[:5])
    with unit_of_work():
        other = paths.keep("Second year", "", STEPS)
    with pytest.raises(Refused, match="Another path"), unit_of_work():
        paths.keep("first YEAR", "", STEPS, id=other.id)
    with pytest.raises(Stale), unit_of_work():
        paths.keep("First year", "Changed.", STEPS, id=kept.id, version=0)

    assert one(MentoringPath, MentoringPath.name == "First year").version == 1


def test_a_renamed_path_stays_that_of_agreements_that_are_yet_to_begin(now: datetime) -> None:
    mentor, mentee = pair()
    path()
    made = proposed(mentor, mentee, path_name="First year")
    id = one(MentoringPath).id

    with unit_of_work():
        paths.keep("The first year", "", STEPS, id=id, version=1)
    with unit_of_work():
        agreeing.agree(made.id, mentee.person_id, version=1, ratings=rated(made.id))

    assert one(Mentorship).path_name == "The first year"
    assert len(db.session.scalars(select(MentorshipStep)).all()) == 6
    assert one(MentorshipGoal).before_rating == 2

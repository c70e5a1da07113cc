"""Closing a mentorship: completed with thanks, ended early without fault, quiet, stuck, left."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import blocking, clock
from ion.core.outbox import Work
from ion.core.unit_of_work import unit_of_work
from ion.mentorships import tasks
from ion.mentorships.personal_data import MentorshipData
from ion.mentorships.queries import health as quiet
from ion.mentorships.services import ending, health, notes, sessions, working
from ion.mentorships.services.ending import Survey
from ion.mentorships.services.refusals import Refused
from ion.mentorships.services.sessions import Plan
from ion.models import (
    BarKind,
    Delivery,
    MentoringBar,
    MentoringNeed,
    Mentorship,
    MentorshipGoal,
    MentorshipState,
    MentorshipSurvey,
    SessionNote,
)
from tests.mentorships.scene import accepted_request, at, one, pair, session_in, sessions_of, under_way

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def mailed() -> list[tuple[int | None, str]]:
    db.session.rollback()
    rows = db.session.execute(select(Delivery.user_id, Delivery.template).order_by(Delivery.id))
    return [(row.user_id, row.template) for row in rows]


def test_ending_early_gives_the_mentee_their_question_back_with_priority(now: datetime) -> None:
    mentor, mentee = pair()
    request_id = accepted_request(mentor, mentee)
    id = under_way(mentor, mentee, request_id=request_id)

    for _ in range(2):
        with unit_of_work():
            ending.end_early(id, mentor.person_id, why="time", words="A new job.")

    row, bar = one(Mentorship), one(MentoringBar)
    assert (row.state, row.ended_why) == (
        MentorshipState.ENDED,
        "One of us has no time for it now. A new job.",
    )
    assert (bar.person_id, bar.other_id) == tuple(sorted((mentor.person_id, mentee.person_id)))
    assert bar.kind is BarKind.ENDED_EARLY
    need = one(MentoringNeed, MentoringNeed.has_priority)
    assert (need.mentee_id, need.question.startswith("Our employers")) == (mentee.person_id, True)
    assert [(each.facet, each.key) for each in need.criteria] == [("topic", "employers")]


def test_completing_calls_off_what_was_to_come_and_opens_the_survey(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    with unit_of_work():
        ids = [
            each.id
            for each in sessions.propose(id, mentor.person_id, [at(now, days=1), at(now, days=2)], Plan())
        ]
    with unit_of_work():
        sessions.choose(id, mentee.person_id, ids[0])
    survey = Survey(5, 4, "Good.", "You opened doors.")
    with pytest.raises(Refused, match="survey opens"), unit_of_work():
        ending.answer_survey(id, mentee.person_id, survey)

    with unit_of_work():
        ending.complete(id, mentor.person_id)
    goal_id = one(MentorshipGoal).id
    with unit_of_work():
        ending.answer_survey(id, mentor.person_id, Survey(4, 4), {goal_id: 1})
    with unit_of_work():
        ending.answer_survey(id, mentee.person_id, survey, {goal_id: 5})

    assert [each.cancelled_at for each in sessions_of(id)] == [now]
    assert (one(Mentorship).state, one(MentorshipGoal).after_rating) == (MentorshipState.COMPLETED, 5)
    assert one(MentorshipSurvey, MentorshipSurvey.person_id == mentee.person_id).thanks == "You opened doors."
    with pytest.raises(Refused, match="completed"), unit_of_work():
        working.add_goal(id, mentee.person_id, "One more.")


def test_after_fifteen_quiet_days_both_are_reminded_once(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    under_way(*pair(), state=MentorshipState.COMPLETED)
    work: list[Work] = []

    for days in (14, 15, 16):
        with clock.frozen(now + timedelta(days=days)):
            tasks.nudge(work)
            db.session.rollback()

    assert mailed() == [(mentor.id, "mentorships/quiet"), (mentee.id, "mentorships/quiet")]
    with clock.frozen(now + timedelta(days=17)), unit_of_work():
        working.add_task(id, mentee.person_id, "Call the board.")
    with clock.frozen(now + timedelta(days=32)):
        tasks.nudge(work)
    assert len(mailed()) == 4


def test_a_session_to_come_is_not_quiet(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    session_in(id, mentor, mentee, at(now, days=40))

    with clock.frozen(now + timedelta(days=35)):
        assert (list(quiet.to_nudge()), quiet.quiet()) == ([], [])
    with clock.frozen(now + timedelta(days=41)):
        assert ([row.id for row in quiet.quiet()], quiet.quiet()[0].days) == ([id], 41)


def test_who_waits_says_so_and_the_other_s_next_deed_settles_it(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    with pytest.raises(Refused, match="less than three days"), unit_of_work():
        health.say_stuck(id, mentee.person_id)

    with clock.frozen(now + timedelta(days=4)):
        for _ in range(2):
            with unit_of_work():
                health.say_stuck(id, mentee.person_id)
        listed = quiet.quiet()
        with unit_of_work():
            working.add_task(id, mentee.person_id, "Wait.")
        still = quiet.quiet()
        with unit_of_work():
            working.add_task(id, mentor.person_id, "Answer.")
        settled = quiet.quiet()

    assert [(row.id, row.stuck_by) for row in listed] == [(id, "Ben Cole")]
    assert ([row.id for row in still], settled) == ([id], [])
    assert mailed() == [(mentor.id, "mentorships/stuck")]


def test_after_a_block_nothing_reaches_the_other_side_and_one_may_still_end_it(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    with unit_of_work():
        blocking.block(mentee.id, mentor.id)

    for deed in (
        lambda: working.add_task(id, mentor.person_id, "Read this."),
        lambda: sessions.propose(id, mentor.person_id, [at(now, days=1)], Plan()),
    ):
        with pytest.raises(Refused, match="no contact"), unit_of_work():
            deed()
    with clock.frozen(now + timedelta(days=20)):
        tasks.nudge([])
    with unit_of_work():
        ending.end_early(id, mentee.person_id, why="other")

    assert (one(Mentorship).state, mailed()) == (MentorshipState.ENDED, [])


def test_who_leaves_takes_their_own_notes_along_and_ends_what_is_open(now: datetime) -> None:
    mentor, mentee = pair()
    id = under_way(mentor, mentee)
    session_id = session_in(id, mentor, mentee, at(now, days=1))
    with unit_of_work():
        notes.write_shared(id, mentor.person_id, session_id, "Bring the list.", version=0)
    for person_id in (mentor.person_id, mentee.person_id):
        with unit_of_work():
            notes.write_own(id, person_id, session_id, f"Of {person_id}.")
    exported = MentorshipData().export(mentor.id, mentor.person_id)

    with unit_of_work():
        MentorshipData().release(mentor.id, mentor.person_id, keep=False)

    assert [row["words"] for row in exported["own_notes"]] == [f"Of {mentor.person_id}."]
    assert [row["shared_notes"] for row in exported["sessions"]] == ["Bring the list."]
    assert one(SessionNote).person_id == mentee.person_id
    assert (one(Mentorship).state, one(MentoringNeed).has_priority) == (MentorshipState.ENDED, True)
    assert sessions_of(id)[0].shared_notes == "Bring the list."

"""The funnel, the days and the tables say what happened, and keep small numbers back."""

from datetime import timedelta

import pytest

from ion.core import clock
from ion.core.times import SITE_ZONE
from ion.core.unit_of_work import unit_of_work
from ion.mentoring_program.dashboard import KEPT_BACK, dashboard, lines
from ion.mentoring_program.periods import PROGRAM, Period, period_of
from ion.models import CallFeedback, MentoringRequest, MentorshipState, RequestState
from tests.factories import UserFactory
from tests.factories.mentoring import (
    HeldTermFactory,
    MentorFactory,
    MentoringRequestFactory,
    MentorshipFactory,
    NeedFactory,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
TOPIC = ("topic", "apprenticeship")


def this_year() -> Period:
    return period_of(PROGRAM, clock.now().astimezone(SITE_ZONE).date())


def asked(state: RequestState, home: str = "CO", days: int = 2, **fields: object) -> MentoringRequest:
    """A question of somebody in a state, and what became of it after so many days."""
    mentee = UserFactory()
    HeldTermFactory(mentee.person_id, ("state", home))
    at = clock.now() - timedelta(days=days)
    return MentoringRequestFactory(
        NeedFactory(TOPIC, mentee=mentee), MentorFactory(), state=state, asked_at=at, **fields
    )


def numbers() -> list[int | None]:
    return [step.number for step in dashboard(this_year()).steps]


def test_the_funnel_counts_each_question_once_at_every_step_that_it_came_to() -> None:
    for _ in range(5):
        asked(RequestState.ASKED)
    for _ in range(5):
        asked(RequestState.DECLINED)
    for _ in range(5):
        row = asked(RequestState.ACCEPTED)
        MentoringRequestFactory(mentor=MentorFactory(), need_id=row.need_id, state=RequestState.CLOSED)
    for _ in range(5):
        row = asked(RequestState.ACCEPTED, held_at=clock.now())
        MentorshipFactory(state=MentorshipState.COMPLETED, request_id=row.id)

    assert numbers() == [20, 15, 10, 5, 5, 5]


def test_a_question_counts_in_the_year_in_which_a_mentor_was_first_asked() -> None:
    for _ in range(6):
        asked(RequestState.ACCEPTED, days=500)
    for _ in range(5):
        asked(RequestState.ACCEPTED)

    before = period_of(PROGRAM, clock.now().date() - timedelta(days=500))

    assert (numbers()[0], dashboard(before).steps[0].number) == (5, 6)


def test_days_to_match_are_the_median_and_need_five() -> None:
    for days in (1, 2, 3, 30):
        asked(RequestState.ACCEPTED, days=days)
    too_few = dashboard(this_year()).days
    asked(RequestState.ACCEPTED, days=4)

    assert (too_few, dashboard(this_year()).days) == (None, 3.0)


def test_usefulness_is_shown_from_five_answers_on() -> None:
    for points in (5, 5, 4, 3):
        row = asked(RequestState.ACCEPTED, held_at=clock.now())
        with unit_of_work() as session:
            session.add(
                CallFeedback(request_id=row.id, person_id=row.mentor_id, usefulness=points, at=clock.now())
            )
    before = dashboard(this_year()).said[0]
    with unit_of_work() as session:
        session.add(
            CallFeedback(
                request_id=row.id,
                person_id=session.get_one(MentoringRequest, row.id).need.mentee_id,
                usefulness=5,
                at=clock.now(),
            )
        )
    after = dashboard(this_year()).said[0]

    assert (before.number, before.average) == (None, None)
    assert (after.number, after.average) == (5, 4.4)


def test_a_small_state_is_kept_back_together_with_the_next_smallest() -> None:
    for home, number in (("CO", 9), ("ME", 6), ("UT", 2)):
        for _ in range(number):
            asked(RequestState.ASKED, home)

    table = next(each for each in dashboard(this_year()).tables if each.facet == "state")

    assert [(row.label, row.numbers[0]) for row in table.rows] == [
        ("Colorado", 9),
        ("Maine", None),
        ("Utah", None),
    ]
    spoken = {(name, measure): number for _, name, measure, number in lines(dashboard(this_year()))}
    assert (spoken["Utah", "Asked"], spoken["Colorado", "Asked"]) == (KEPT_BACK, 9)

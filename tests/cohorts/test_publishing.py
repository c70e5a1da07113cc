"""Publishing a run: once, up to date, to everyone; what becomes of those with and without a mentor."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.cohorts.services import publishing
from ion.core import blocking, signals
from ion.core.ports.personal import PERSONAL_DATA
from ion.core.refusals import Refused
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    CohortState,
    MatchRun,
    MentoringCohort,
    MentoringNeed,
    Mentorship,
    MentorshipState,
    NeedState,
    User,
    Weight,
)
from tests.cohorts.scene import YOUTH, CohortFactory, edit, facilitator, mentee_in, mentor_in, need_in, run_of
from tests.factories import UserFactory
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


def publish(cohort: MentoringCohort, run: MatchRun, by: User) -> None:
    ids, user_id = (cohort.id, run.id), by.id
    with unit_of_work():
        publishing.publish(*ids, user_id=user_id)


def mentorships() -> list[tuple[int, int]]:
    db.session.rollback()
    rows = db.session.scalars(select(Mentorship).order_by(Mentorship.id))
    return [(row.mentee_id, row.mentor_id) for row in rows]


def test_publishing_proposes_a_mentorship_to_each_pair_and_leaves_the_others_an_open_need() -> None:
    cohort = CohortFactory()
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    without = mentee_in(cohort, (*YOUTH, Weight.MUST))
    told: list[int] = []

    def hear(run: MatchRun) -> None:
        told.append(run.id)

    signals.cohort_published.connect(hear)
    run = run_of(cohort)
    publish(cohort, run, facilitator())
    signals.cohort_published.disconnect(hear)

    assert mentorships() == [(mentee, mentor)]
    made = db.session.scalars(select(Mentorship)).one()
    assert (made.state, made.cohort_id, made.proposed_by_id) == (MentorshipState.PROPOSED, cohort.id, None)
    assert [need_in(cohort, id).state for id in (mentee, without)] == [NeedState.MET, NeedState.UNMET]
    open_needs = db.session.scalars(select(MentoringNeed).where(MentoringNeed.cohort_id.is_(None))).all()
    assert [(need.mentee_id, need.state) for need in open_needs] == [(without, NeedState.OPEN)]
    assert [row.key for row in open_needs[0].criteria] == ["youth"]
    assert db.session.get_one(MentoringCohort, cohort.id).state is CohortState.PUBLISHED
    assert told == [run.id]


def test_of_several_who_publish_at_once_one_does(app: Flask) -> None:
    cohort = CohortFactory()
    mentor_in(cohort)
    mentee_in(cohort)
    runs, by = [run_of(cohort).id, run_of(cohort).id], facilitator().id
    id = cohort.id

    def one(number: int) -> str:
        try:
            with unit_of_work():
                publishing.publish(id, runs[number % 2], user_id=by)
        except Refused:
            return "refused"
        return "published"

    assert sorted(at_once(app, one)) == ["published"] + ["refused"] * 7
    assert len(mentorships()) == 1
    published = select(func.count()).select_from(MatchRun).where(MatchRun.published_at.is_not(None))
    assert db.session.scalar(published) == 1


def test_a_run_from_before_a_change_is_not_published() -> None:
    cohort = CohortFactory()
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    run = run_of(cohort)
    edit(cohort, mentee, mentor)

    with pytest.raises(Refused, match="changed since"):
        publish(cohort, run, facilitator())

    assert mentorships() == []


@pytest.mark.parametrize("why", ["blocked", "suspended"])
def test_a_pair_that_something_keeps_apart_since_the_run_is_not_published(why: str) -> None:
    cohort, one, other = CohortFactory(), UserFactory(), UserFactory()
    mentor_in(cohort, user=one)
    mentee_in(cohort, user=other)
    run = run_of(cohort)
    with unit_of_work():
        if why == "blocked":
            blocking.block(one.id, other.id)
        else:
            other.suspended_at = cohort.created_at

    with pytest.raises(Refused, match="apart since"):
        publish(cohort, run, facilitator())

    assert mentorships() == []


def test_a_run_that_matched_nobody_is_not_published() -> None:
    cohort = CohortFactory()
    mentee_in(cohort)

    with pytest.raises(Refused, match="nobody"):
        publish(cohort, run_of(cohort), facilitator())


def test_a_copy_holds_one_s_cohorts_and_published_matches_and_leaving_takes_them_away() -> None:
    cohort, user = CohortFactory(), UserFactory()
    mentor, mentee = mentor_in(cohort), mentee_in(cohort, user=user)
    offer = PERSONAL_DATA["cohorts"]
    unpublished, run = run_of(cohort), run_of(cohort)
    publish(cohort, run, facilitator())
    id = user.id

    copy = offer.export(id, mentee)
    with unit_of_work():
        offer.release(id, mentee, keep=True)

    assert [row["cohort_id"] for row in copy["cohorts"]] == [cohort.id]
    assert [(row["run_id"], row["mentor_id"]) for row in copy["matches"]] == [(run.id, mentor)]
    assert unpublished.id != run.id
    after = offer.export(id, mentee)
    assert (after["cohorts"], [row["reasons"] for row in after["matches"]]) == ([], [[]])

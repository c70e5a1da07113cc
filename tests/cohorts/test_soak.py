"""A thousand mentees and three hundred mentors, through the database, in every mode."""

import random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from ion.base.extensions import db
from ion.cohorts.services import publishing
from ion.core import clock
from ion.core.matching.record import verify
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    CohortMember,
    CohortRank,
    MatchMode,
    MatchRun,
    MentoringCohort,
    MentoringNeed,
    MentorProfile,
    Mentorship,
    MentorTerm,
    NeedCriterion,
    Person,
    Side,
    User,
    Weight,
)
from tests.cohorts.scene import CohortFactory, facilitator, pairs_of, run_of

pytestmark = [pytest.mark.database, pytest.mark.soak, pytest.mark.usefixtures("app", "now")]
MENTEES, MENTORS, TOPICS = 1_000, 300, 40
WEIGHTS = (Weight.HIGH, Weight.MEDIUM, Weight.LOW)


def fill(cohort: MentoringCohort, chance: random.Random) -> tuple[list[int], dict[int, int]]:
    """People with terms, needs and ranks by chance; the mentees, and the openings of the mentors."""
    at = clock.now()
    people = [Person(slug=f"crowd-{number}", name=f"Crowd {number}") for number in range(MENTEES + MENTORS)]
    with unit_of_work() as session:
        session.add_all(people)
        session.flush()
        ids = [person.id for person in people]
        session.add_all(
            User(person_id=id, email=f"{id}@crowd.example", created_at=at, confirmed_at=at) for id in ids
        )
        mentees, mentors = ids[:MENTEES], {id: chance.randint(1, 4) for id in ids[MENTEES:]}
        session.add_all(MentorProfile(person_id=id, began_at=at, changed_at=at) for id in mentors)
        session.flush()
        session.add_all(
            MentorTerm(person_id=id, facet="topic", key=f"t{number}")
            for id in mentors
            for number in chance.sample(range(TOPICS), 6)
        )
        needs = [
            MentoringNeed(mentee_id=id, client_id="c", cohort_id=cohort.id, question="How?", created_at=at)
            for id in mentees
        ]
        session.add_all(needs)
        session.flush()
        session.add_all(
            NeedCriterion(need_id=need.id, facet="topic", key=f"t{number}", weight=weight)
            for need in needs
            for number, weight in zip(
                chance.sample(range(TOPICS), 3), (Weight.HIGH, Weight.MEDIUM, Weight.LOW), strict=True
            )
        )
        session.add_all(
            CohortMember(cohort_id=cohort.id, person_id=id, side=Side.MENTEE, joined_at=at) for id in mentees
        )
        session.add_all(
            CohortMember(cohort_id=cohort.id, person_id=id, side=Side.MENTOR, openings=number, joined_at=at)
            for id, number in mentors.items()
        )
        session.add_all(
            CohortRank(cohort_id=cohort.id, person_id=id, other_id=other, position=place)
            for side, others in ((mentees, list(mentors)), (list(mentors), mentees))
            for id in side
            for place, other in enumerate(chance.sample(others, chance.randint(0, 5)), start=1)
        )
    return mentees, mentors


def test_a_large_cohort_is_matched_in_every_mode_with_a_record_that_verifies_and_published() -> None:
    cohort = CohortFactory()
    mentees, openings = fill(cohort, random.Random(7))
    placed = {}

    for mode in MatchMode:
        run = run_of(cohort, mode)
        found = pairs_of(run)
        taken = [mentor for mentor in found.values() if mentor is not None]
        record = db.session.scalars(
            select(MatchRun).where(MatchRun.id == run.id).options(undefer(MatchRun.record))
        ).one()
        assert (run.problem, sorted(found)) == ("", mentees)
        assert all(taken.count(mentor) <= openings[mentor] for mentor in set(taken))
        assert verify(record.record) == []
        placed[mode] = len(taken)

    assert placed[MatchMode.MOST_PLACED] == max(placed.values())
    assert run.figures[MatchMode.STABLE]["blocking_pairs"] == 0
    by = facilitator().id
    with unit_of_work():
        publishing.publish(cohort.id, run.id, user_id=by)
    assert len(db.session.scalars(select(Mentorship.id)).all()) == placed[run.mode]

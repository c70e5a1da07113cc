"""A cohort with people in it, as rows and as deeds."""

from datetime import date
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.cohorts.services import deciding, running
from ion.core import clock, working
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    CohortMember,
    CohortRank,
    CohortState,
    Grant,
    Match,
    MatchMode,
    MatchRun,
    MentoringCohort,
    MentoringNeed,
    MentorProfile,
    Side,
    User,
)
from ion.worker import HANDLERS
from tests.factories import MentorFactory, NeedFactory, UserFactory

EMPLOYERS, YOUTH = ("topic", "employers"), ("topic", "youth")


def CohortFactory(**fields: Any) -> MentoringCohort:
    """A cohort that is being matched; its lot is always the same."""
    usual: dict[str, Any] = {
        "title": "Spring cohort",
        "state": CohortState.MATCHING,
        "lot": "a lot",
        "created_at": clock.now(),
        "closes_on": date(2026, 12, 31),
    }
    cohort = MentoringCohort(**usual | fields)
    with unit_of_work() as session:
        session.add(cohort)
    return cohort


def facilitator() -> User:
    """One of ION staff who keeps cohorts."""
    return UserFactory(Grant.MEMBER, Grant.FACILITATOR)


def put_in(cohort: MentoringCohort, user: User | MentorProfile, side: Side, openings: int = 1) -> int:
    """Put somebody into the cohort; their person's id."""
    member = CohortMember(
        cohort_id=cohort.id,
        person_id=user.person_id,
        side=side,
        openings=openings,
        joined_at=clock.now(),
    )
    with unit_of_work() as session:
        session.add(member)
    return member.person_id


def mentor_in(
    cohort: MentoringCohort, *terms: tuple[str, str], openings: int = 1, user: User | None = None
) -> int:
    """A mentor of the cohort who talks about employers, or about these terms."""
    profile = MentorFactory(*(terms or (EMPLOYERS,)), user=user)
    return put_in(cohort, profile, Side.MENTOR, openings)


def mentee_in(cohort: MentoringCohort, *criteria: Any, user: User | None = None) -> int:
    """A mentee of the cohort who looks for employers, or for these criteria."""
    user = user or UserFactory()
    NeedFactory(*(criteria or (EMPLOYERS,)), mentee=user, cohort_id=cohort.id)
    return put_in(cohort, user, Side.MENTEE)


def rank(cohort: MentoringCohort, person_id: int, *others: int) -> None:
    """Whom somebody ranked, the first choice first."""
    with unit_of_work() as session:
        session.add_all(
            CohortRank(cohort_id=cohort.id, person_id=person_id, other_id=other, position=place)
            for place, other in enumerate(others, start=1)
        )


def run_of(cohort: MentoringCohort, mode: MatchMode = MatchMode.STABLE) -> MatchRun:
    """A run, asked for and made by the worker."""
    by = facilitator().id
    with unit_of_work():
        run_id = running.ask(cohort.id, mode, user_id=by).id
    working.run_due({running.RUN: HANDLERS[running.RUN]}, "worker")
    db.session.rollback()
    return db.session.get_one(MatchRun, run_id, populate_existing=True)


def pairs_of(run: MatchRun) -> dict[int, int | None]:
    """What a run gave each mentee."""
    rows = db.session.execute(select(Match.mentee_id, Match.mentor_id).where(Match.run_id == run.id))
    return {row.mentee_id: row.mentor_id for row in rows}


def edit(cohort: MentoringCohort, mentee_id: int, mentor_id: int | None) -> None:
    """ION staff match a mentee by hand."""
    by = facilitator().id
    with unit_of_work():
        deciding.edit(cohort.id, mentee_id, mentor_id, user_id=by)


def need_in(cohort: MentoringCohort, mentee_id: int) -> MentoringNeed:
    return db.session.scalars(
        select(MentoringNeed).where(
            MentoringNeed.cohort_id == cohort.id, MentoringNeed.mentee_id == mentee_id
        )
    ).one()

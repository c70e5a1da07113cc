"""The front page of mentoring for a member: mentorships, and cohorts that one may join."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.models import CohortMember, CohortState, MentoringCohort, Mentorship, MentorshipState, Person

MENTORSHIPS_SHOWN, COHORTS_SHOWN = 5, 5


@dataclass(frozen=True, slots=True)
class OwnMentorship:
    """A mentorship of the reader: with whom, on which side they are, and whether it waits for them to agree."""

    path: str
    other: str
    is_mentor: bool
    state: MentorshipState
    waits_for_me: bool


mentor, mentee = aliased(Person), aliased(Person)
PERSON_ID = bindparam("id", type_=Integer)
MENTORSHIPS = (
    select(
        Mentorship.id,
        Mentorship.state,
        Mentorship.mentor_id,
        Mentorship.mentor_agreed_at,
        Mentorship.mentee_agreed_at,
        mentor.name.label("mentor"),
        mentee.name.label("mentee"),
    )
    .join(mentor, mentor.id == Mentorship.mentor_id)
    .join(mentee, mentee.id == Mentorship.mentee_id)
    .where(or_(Mentorship.mentor_id == PERSON_ID, Mentorship.mentee_id == PERSON_ID))
    .where(Mentorship.state.in_((MentorshipState.PROPOSED, MentorshipState.ACTIVE)))
    .order_by(case((Mentorship.state == MentorshipState.PROPOSED, 0), else_=1), Mentorship.active_at.desc())
    .limit(MENTORSHIPS_SHOWN)
)


def own_mentorships(person_id: int) -> list[OwnMentorship]:
    """The mentorships of a person that go on or wait to be agreed, those that wait first."""
    return [own_mentorship(row, person_id) for row in reading.rows(MENTORSHIPS, id=person_id)]


def own_mentorship(row: Any, person_id: int) -> OwnMentorship:
    is_mentor = row.mentor_id == person_id
    agreed = row.mentor_agreed_at if is_mentor else row.mentee_agreed_at
    return OwnMentorship(
        path=f"/mentoring/mentorships/{row.id}",
        other=row.mentee if is_mentor else row.mentor,
        is_mentor=is_mentor,
        state=row.state,
        waits_for_me=row.state is MentorshipState.PROPOSED and agreed is None,
    )


@dataclass(frozen=True, slots=True)
class OpenCohort:
    """A cohort that one may join, or is in."""

    path: str
    title: str
    closes_on: date | None
    is_in: bool
    is_sample: bool


COHORTS = (
    select(
        MentoringCohort.id,
        MentoringCohort.title,
        MentoringCohort.closes_on,
        MentoringCohort.is_sample,
        CohortMember.person_id,
    )
    .join(
        CohortMember,
        and_(
            CohortMember.cohort_id == MentoringCohort.id,
            CohortMember.person_id == PERSON_ID,
            CohortMember.left_at.is_(None),
        ),
        isouter=True,
    )
    .where(
        or_(
            MentoringCohort.state == CohortState.OPEN,
            and_(
                MentoringCohort.state.in_((CohortState.MATCHING, CohortState.PUBLISHED)),
                CohortMember.person_id.is_not(None),
            ),
        )
    )
    .order_by(MentoringCohort.closes_on, MentoringCohort.id)
    .limit(COHORTS_SHOWN)
)


def cohorts(person_id: int) -> list[OpenCohort]:
    """Cohorts that take people in now, and those that the person is in; for a visitor (0) the first."""
    return [
        OpenCohort(
            f"/mentoring/cohorts/{row.id}", row.title, row.closes_on, row.person_id is not None, row.is_sample
        )
        for row in reading.rows(COHORTS, id=person_id)
    ]

"""What goes of mentoring when the sample network goes: whatever a sample person is one side of, samples of cohorts and
paths, and what real people made of them."""

from typing import Any

from sqlalchemy import Select, delete, func, or_, select

from ion.base.extensions import db
from ion.demo.services.samples import Samples
from ion.models import (
    CohortMember,
    MentoringCohort,
    MentoringNeed,
    MentoringPath,
    MentoringRequest,
    MentorProfile,
    Mentorship,
    Notice,
    OutboxRow,
    Token,
)

ABOUT = (
    "mentoring_request",
    "mentoring_need",
    "mentor",
    "mentorship",
    "cohort",
    "mentoring_cohort",
    "match_run",
)
"""Subject kinds of tokens, work and notices of mentoring."""


def people_of(found: Samples) -> list[int]:
    """Every sample person, those who stay by name as well."""
    return [*found.people, *found.named]


def made_of_it(found: Samples) -> dict[str, Select[*tuple[Any, ...]]]:
    """How much real people asked of sample mentors, agreed on with sample people, and joined."""
    people = people_of(found)
    asked = select(MentoringNeed.id).where(MentoringNeed.mentee_id.not_in(people))
    cohorts = select(MentoringCohort.id).where(MentoringCohort.is_sample)
    return {
        "mentoring requests": select(func.count()).where(
            MentoringRequest.mentor_id.in_(people), MentoringRequest.need_id.in_(asked)
        ),
        "mentorships": select(func.count()).where(
            or_(
                Mentorship.mentor_id.in_(people) & Mentorship.mentee_id.not_in(people),
                Mentorship.mentee_id.in_(people) & Mentorship.mentor_id.not_in(people),
            )
        ),
        "people in sample cohorts": select(func.count()).where(
            CohortMember.cohort_id.in_(cohorts), CohortMember.person_id.not_in(people)
        ),
    }


def remove_mentoring(found: Samples) -> None:
    """Take it all away, with the work and the links that wait for it. Inside a unit of work."""
    session, people = db.session, people_of(found)
    needs = session.scalars(select(MentoringNeed.id).where(MentoringNeed.mentee_id.in_(people))).all()
    is_theirs = or_(MentoringRequest.mentor_id.in_(people), MentoringRequest.need_id.in_(needs))
    requests = session.scalars(select(MentoringRequest.id).where(is_theirs)).all()
    is_of = or_(Mentorship.mentor_id.in_(people), Mentorship.mentee_id.in_(people))
    mentorships = session.scalars(select(Mentorship.id).where(is_of)).all()
    cohorts = session.scalars(select(MentoringCohort.id).where(MentoringCohort.is_sample)).all()
    forget_about({"mentoring_need": needs, "mentoring_request": requests, "mentorship": mentorships})
    forget_about({"mentor": people, "cohort": cohorts, "mentoring_cohort": cohorts})
    session.execute(delete(Mentorship).where(Mentorship.id.in_(mentorships)))
    session.execute(delete(MentoringRequest).where(MentoringRequest.id.in_(requests)))
    session.execute(delete(MentoringNeed).where(MentoringNeed.id.in_(needs)))
    session.execute(delete(MentorProfile).where(MentorProfile.person_id.in_(people)))
    session.execute(delete(MentoringCohort).where(MentoringCohort.id.in_(cohorts)))
    session.execute(delete(CohortMember).where(CohortMember.person_id.in_(people)))
    session.execute(delete(MentoringPath).where(MentoringPath.is_sample))


def forget_about(subjects: dict[str, Any]) -> None:
    """Tokens, work and notices that name one of these."""
    for kind, ids in subjects.items():
        for row in (Token, OutboxRow, Notice):
            db.session.execute(delete(row).where(row.subject_kind == kind, row.subject_id.in_(ids)))

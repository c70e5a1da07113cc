"""Those on the other side of a cohort, as somebody may rank them: who fits, the best first, with the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from ion.base.extensions import db
from ion.cohorts.queries.people import Someone, sides, these
from ion.cohorts.queries.wanted import fit_of_mentees, fit_of_mentors
from ion.core import reading
from ion.core.matching.scoring import Score
from ion.core.mentoring import apart_from
from ion.models import (
    BarKind,
    CohortMember,
    CohortRank,
    MentoringBar,
    MentoringCohort,
    MentorProfile,
    Person,
    Side,
)

TALKS = select(MentorProfile.person_id, MentorProfile.talks_about).where(
    MentorProfile.person_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the other side: `score` is how well the mentor fits the mentee of the two, None where they cannot be
    matched any more; `choice` counts from 1, None for one who is not ranked."""

    person: Someone
    score: Score | None
    talks_about: str = ""
    choice: int | None = None


def fit_for(cohort: MentoringCohort, me: CohortMember) -> Mapping[int, Score]:
    """Those of the other side with whom somebody can be matched, the best first, and why."""
    mentees, openings = sides(cohort.id)
    if me.side is Side.MENTEE:
        fit = fit_of_mentors(cohort.id, me.person_id, list(openings))
    else:
        fit = fit_of_mentees(cohort.id, me.person_id, mentees)
    apart = apart_from(me.person_id, same_organization=cohort.keeps_apart_same_organization)
    return {id: score for id, score in fit.items() if id not in apart}


def order_of(cohort_id: int, person_id: int) -> list[int]:
    """Whom somebody ranked, first choice first."""
    asked = select(CohortRank.other_id).where(
        CohortRank.cohort_id == cohort_id, CohortRank.person_id == person_id
    )
    return list(db.session.scalars(asked.order_by(CohortRank.position, CohortRank.other_id)))


def candidates(
    cohort_id: int, ids: Sequence[int], fit: Mapping[int, Score], order: Sequence[int], scopes: frozenset[str]
) -> list[Candidate]:
    """These of them, in this order."""
    found = these(cohort_id, ids, scopes)
    talks = {row.person_id: row.talks_about for row in reading.rows(TALKS, ids=list(found))} if found else {}
    choices = {id: place for place, id in enumerate(order, start=1)}
    return [
        Candidate(found[id], fit.get(id), talks.get(id, ""), choices.get(id)) for id in ids if id in found
    ]


SUPERVISORS = (
    select(Person.id, Person.name)
    .join(MentoringBar, (MentoringBar.person_id == Person.id) | (MentoringBar.other_id == Person.id))
    .where(
        (MentoringBar.person_id == bindparam("id")) | (MentoringBar.other_id == bindparam("id")),
        MentoringBar.kind == BarKind.SUPERVISOR,
        MentoringBar.placed_by_id == bindparam("user_id"),
        Person.id != bindparam("id"),
    )
    .order_by(Person.name, Person.id)
)


def supervisors(person_id: int, user_id: int) -> list[tuple[int, str]]:
    """Whom somebody said that they report to, or who reports to them."""
    return [(row.id, row.name) for row in reading.rows(SUPERVISORS, id=person_id, user_id=user_id)]

"""What the mentees of a cohort look for, and how well its mentors fit: scores with reasons, as both sides see them."""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, select

from ion.core import reading
from ion.core.matching.index import Index
from ion.core.matching.scoring import Criterion, Score, Term, rank, score
from ion.core.mentoring import terms_of, weights
from ion.models import MentoringNeed, NeedCriterion, NeedState

CRITERIA = (
    select(MentoringNeed.mentee_id, NeedCriterion.facet, NeedCriterion.key, NeedCriterion.weight)
    .join(NeedCriterion, NeedCriterion.need_id == MentoringNeed.id)
    .where(MentoringNeed.cohort_id == bindparam("cohort_id"), MentoringNeed.state != NeedState.WITHDRAWN)
    .order_by(MentoringNeed.mentee_id, NeedCriterion.facet, NeedCriterion.key)
)
OWN = CRITERIA.where(MentoringNeed.mentee_id == bindparam("mentee_id"))
ASKED = select(MentoringNeed.mentee_id, MentoringNeed.question, MentoringNeed.note).where(
    MentoringNeed.cohort_id == bindparam("cohort_id"),
    MentoringNeed.mentee_id.in_(bindparam("ids", expanding=True)),
)


def criteria_by_mentee(cohort_id: int) -> dict[int, list[Criterion]]:
    """What each mentee of the cohort who said it looks for."""
    found: dict[int, list[Criterion]] = {}
    for row in reading.rows(CRITERIA, cohort_id=cohort_id):
        found.setdefault(row.mentee_id, []).append(Criterion(row.facet, row.key, row.weight))
    return found


def criteria_of(cohort_id: int, mentee_id: int) -> list[Criterion]:
    """What one mentee looks for; empty for one who did not say it."""
    rows = reading.rows(OWN, cohort_id=cohort_id, mentee_id=mentee_id)
    return [Criterion(row.facet, row.key, row.weight) for row in rows]


def fitting(
    wanted: Mapping[int, Collection[Criterion]], terms: Mapping[int, frozenset[Term]]
) -> dict[int, dict[int, Score]]:
    """For each mentee the mentors who meet every must, the best first. Nobody fits who looks for nothing."""
    index, counted = Index(terms), weights()
    return {mentee: dict(rank(criteria, index, counted)) for mentee, criteria in wanted.items() if criteria}


def fit_of_mentors(cohort_id: int, mentee_id: int, mentor_ids: Collection[int]) -> dict[int, Score]:
    """How well these mentors fit one mentee, the best first."""
    criteria = criteria_of(cohort_id, mentee_id)
    return dict(rank(criteria, terms_of(mentor_ids), weights())) if criteria else {}


def fit_of_mentees(cohort_id: int, mentor_id: int, mentee_ids: Collection[int]) -> dict[int, Score]:
    """How well one mentor fits these mentees, by the mentee, whom they fit best first."""
    mine, counted, asked = terms_of([mentor_id])[mentor_id], weights(), set(mentee_ids)
    scores = {
        mentee: score(criteria, mine, counted)
        for mentee, criteria in criteria_by_mentee(cohort_id).items()
        if mentee in asked
    }
    fit = {mentee: found for mentee, found in scores.items() if found is not None}
    return dict(sorted(fit.items(), key=lambda each: (-each[1].points, -each[1].met, each[0])))


def asked_of(cohort_id: int, mentee_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The question of each of these mentees, and their note for the mentor they are matched with."""
    rows = reading.rows(ASKED, cohort_id=cohort_id, ids=list(mentee_ids)) if mentee_ids else ()
    return {row.mentee_id: (row.question, row.note) for row in rows}

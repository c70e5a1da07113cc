"""One's own order of those on the other side: added at the end, moved, taken off."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.cohorts.services import holding
from ion.core.mentoring import apart_from
from ion.core.refusals import NotThere, Refused
from ion.models import CohortMember, CohortRank, MentoringCohort

MOST = 10
TOO_MANY = f"You ranked {MOST} already. Take somebody off your list first."
APART = "The two of you cannot be matched in this cohort."


def ranked(cohort_id: int, person_id: int) -> list[int]:
    """Whom somebody ranked, the first choice first."""
    return list(
        db.session.scalars(
            select(CohortRank.other_id)
            .where(CohortRank.cohort_id == cohort_id, CohortRank.person_id == person_id)
            .order_by(CohortRank.position, CohortRank.other_id)
        )
    )


def add(cohort_id: int, person_id: int, other_id: int) -> None:
    """Rank somebody of the other side as the next choice; again changes nothing. Raises NotThere and Refused."""
    cohort, me = mine(cohort_id, person_id)
    other = holding.member_of(cohort, other_id)
    if other.side is me.side:
        raise NotThere
    if other_id in apart_from(person_id, same_organization=cohort.keeps_apart_same_organization):
        raise Refused(APART)
    order = ranked(cohort_id, person_id)
    if other_id in order:
        return
    if len(order) >= MOST:
        raise Refused(TOO_MANY)
    keep(cohort, person_id, [*order, other_id])


def move(cohort_id: int, person_id: int, other_id: int, *, by: int) -> None:
    """Move somebody in one's order by that many choices (-1: up); 0 takes them off. Raises NotThere and Refused."""
    cohort, _ = mine(cohort_id, person_id)
    order = ranked(cohort_id, person_id)
    if other_id not in order:
        raise NotThere
    at = order.index(other_id)
    order.remove(other_id)
    if by:
        order.insert(min(max(at + by, 0), len(order)), other_id)
    keep(cohort, person_id, order)


def mine(cohort_id: int, person_id: int) -> tuple[MentoringCohort, CohortMember]:
    cohort = holding.open_to_wishes(cohort_id)
    return cohort, holding.member_of(cohort, person_id)


def keep(cohort: MentoringCohort, person_id: int, order: Sequence[int]) -> None:
    """Write the whole order anew: nobody reads it halfway."""
    db.session.execute(
        delete(CohortRank).where(CohortRank.cohort_id == cohort.id, CohortRank.person_id == person_id)
    )
    db.session.add_all(
        CohortRank(cohort_id=cohort.id, person_id=person_id, other_id=other_id, position=position)
        for position, other_id in enumerate(order, start=1)
    )
    db.session.flush()
    holding.changed(cohort)

"""Holding the row of a cohort: whatever changes who is in it, what they want or how it stands holds it first."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.cohorts.policies import takes_people
from ion.core import audit
from ion.core.refusals import NotThere, Refused
from ion.models import CohortMember, CohortState, MentoringCohort

KIND = "cohort"
CLOSED = "This cohort takes nobody in any more: its time to join is over."
MATCHING = "ION staff match this cohort now, so that nothing changes in it."
PUBLISHED = "The matches of this cohort are published: nothing changes in it any more."


def held(cohort_id: int) -> MentoringCohort:
    """The cohort, its row held until the end of the unit of work. Raises NotThere."""
    cohort = db.session.scalar(
        select(MentoringCohort)
        .where(MentoringCohort.id == cohort_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if cohort is None:
        raise NotThere
    return cohort


def open_to_people(cohort_id: int) -> MentoringCohort:
    """The cohort, held, for somebody who joins it. Raises NotThere and Refused."""
    cohort = held(cohort_id)
    if cohort.state is CohortState.DRAFT:
        raise NotThere
    if not takes_people(cohort):
        raise Refused(CLOSED)
    return cohort


def open_to_wishes(cohort_id: int) -> MentoringCohort:
    """The cohort, held, for somebody who changes what they said in it. Raises NotThere and Refused."""
    cohort = held(cohort_id)
    if cohort.state is CohortState.DRAFT:
        raise NotThere
    if cohort.state is not CohortState.OPEN:
        raise Refused(MATCHING if cohort.state is CohortState.MATCHING else PUBLISHED)
    return cohort


def not_published(cohort_id: int) -> MentoringCohort:
    """The cohort, held, for a deed of ION staff that its matches depend on. Raises NotThere and Refused."""
    cohort = held(cohort_id)
    if cohort.state in (CohortState.PUBLISHED, CohortState.ENDED):
        raise Refused(PUBLISHED)
    return cohort


def changed(cohort: MentoringCohort) -> None:
    """What matches depend on changed: runs of before are out of date."""
    cohort.version += 1
    db.session.flush()


def member_of(cohort: MentoringCohort, person_id: int) -> CohortMember:
    """Somebody who is in the cohort. Raises NotThere."""
    member = db.session.get(CohortMember, (cohort.id, person_id), populate_existing=True)
    if member is None or member.left_at is not None:
        raise NotThere
    return member


def note(action: str, cohort: MentoringCohort, user_id: int | None, **after: object) -> None:
    """Write the deed down in the log."""
    audit.record(action, kind=KIND, id=cohort.id, user_id=user_id, after={"title": cohort.title, **after})

"""Opening a cohort, its dates and settings, and what becomes of it in the end."""

import secrets
from dataclasses import dataclass
from datetime import date

from ion.base.extensions import db
from ion.cohorts.labels import STATES
from ion.cohorts.policies import today
from ion.cohorts.services import holding
from ion.core import clock, signals
from ion.core.refusals import Refused
from ion.models import CohortState, MatchMode, MentoringCohort

WRONG_WAY = "The cohort does not stand so that this can be done: it is “{}” now."


@dataclass(frozen=True, slots=True)
class Plan:
    """What ION staff decide of a cohort. `mode` and the like count from the next run on."""

    title: str
    summary: str = ""
    closes_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    mode: MatchMode = MatchMode.STABLE
    keeps_apart_same_organization: bool = True
    path_id: int | None = None


def create(plan: Plan, *, user_id: int) -> MentoringCohort:
    """A draft, with the lot that decides its ties: drawn now, so that nobody can choose it later."""
    cohort = MentoringCohort(
        lot=secrets.token_hex(16), created_by_id=user_id, created_at=clock.now(), title=""
    )
    write(cohort, plan)
    db.session.add(cohort)
    db.session.flush()
    holding.note("cohort created", cohort, user_id)
    return cohort


def write(cohort: MentoringCohort, plan: Plan) -> None:
    for name in Plan.__slots__:
        setattr(cohort, name, getattr(plan, name))


def change(cohort_id: int, plan: Plan, *, user_id: int) -> None:
    """Change a cohort whose matches are not published. Raises NotThere and Refused."""
    cohort = holding.not_published(cohort_id)
    is_other = (cohort.mode, cohort.keeps_apart_same_organization) != (
        plan.mode,
        plan.keeps_apart_same_organization,
    )
    write(cohort, plan)
    if is_other:
        holding.changed(cohort)
    holding.note("cohort changed", cohort, user_id)


def open_now(cohort_id: int, *, user_id: int) -> None:
    """Let people in from today on; a cohort being matched takes people in again. Raises NotThere and Refused."""
    cohort = holding.held(cohort_id)
    if cohort.state not in (CohortState.DRAFT, CohortState.MATCHING):
        raise Refused(WRONG_WAY.format(STATES[cohort.state]))
    if cohort.closes_on is not None and cohort.closes_on < today():
        raise Refused("Its last day to join has passed. Choose a later one first.")
    is_new = cohort.state is CohortState.DRAFT
    cohort.state, cohort.opens_on = CohortState.OPEN, cohort.opens_on if not is_new else today()
    db.session.flush()
    holding.note("cohort opened", cohort, user_id)
    if is_new:
        signals.cohort_opened.send(cohort)


def begin_matching(cohort_id: int, *, user_id: int) -> None:
    """Take nobody in any more, and no ranks. Raises NotThere and Refused."""
    cohort = holding.held(cohort_id)
    if cohort.state is not CohortState.OPEN:
        raise Refused(WRONG_WAY.format(STATES[cohort.state]))
    cohort.state = CohortState.MATCHING
    db.session.flush()
    holding.note("cohort closed to joining", cohort, user_id)


def end(cohort_id: int, *, user_id: int) -> None:
    """The time of a cohort whose matches are published is over. Raises NotThere and Refused."""
    cohort = holding.held(cohort_id)
    if cohort.state is not CohortState.PUBLISHED:
        raise Refused(WRONG_WAY.format(STATES[cohort.state]))
    cohort.state = CohortState.ENDED
    db.session.flush()
    holding.note("cohort ended", cohort, user_id)


def discard(cohort_id: int, *, user_id: int) -> None:
    """Delete a draft that nobody saw. Raises NotThere and Refused."""
    cohort = holding.held(cohort_id)
    if cohort.state is not CohortState.DRAFT:
        raise Refused("Only a draft can be deleted.")
    holding.note("cohort deleted", cohort, user_id)
    db.session.delete(cohort)
    db.session.flush()

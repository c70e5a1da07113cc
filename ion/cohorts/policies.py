"""What one may do in a cohort as it stands. Its days are those of the site's zone (ET)."""

from datetime import date

from ion.core import clock
from ion.core.times import SITE_ZONE
from ion.models import CohortState, MentoringCohort


def today() -> date:
    """Which day it is where the site is."""
    return clock.now().astimezone(SITE_ZONE).date()


def takes_people(cohort: MentoringCohort) -> bool:
    """Whether one may join now: it is open, and its last day to join has not passed."""
    is_over = cohort.closes_on is not None and today() > cohort.closes_on
    return cohort.state is CohortState.OPEN and not is_over


def takes_wishes(cohort: MentoringCohort) -> bool:
    """Whether people in it may rank and change what they said: until ION staff begin to match."""
    return cohort.state is CohortState.OPEN


def is_decided(cohort: MentoringCohort) -> bool:
    """Whether its matches are published."""
    return cohort.state in (CohortState.PUBLISHED, CohortState.ENDED)

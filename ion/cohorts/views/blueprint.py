"""Where the pages of this room stand, and what its views share."""

from flask import Blueprint, Response, make_response, redirect, request

from ion.cohorts.queries import cohorts
from ion.models import MentoringCohort
from ion.web.guards import or_404

bp = Blueprint("cohorts", __name__)
COHORT = f"{cohorts.PATH}<int:id>"
STAFF = f"{cohorts.STAFF_PATH}<int:id>"
LONGEST_WORDS = 100


def seen(id: int) -> MentoringCohort:
    """The cohort that an address names, for members, or 404."""
    return or_404(cohorts.seen(id))


def any_cohort(id: int) -> MentoringCohort:
    """The cohort that an address names, for ION staff, or 404."""
    return or_404(cohorts.one(id))


def there(path: str) -> Response:
    """On to a page, after a POST."""
    return make_response(redirect(path, 303))


def words_asked() -> str:
    """What is searched for in a list."""
    return " ".join(request.values.get("q", "").replace("\x00", "").split())[:LONGEST_WORDS]

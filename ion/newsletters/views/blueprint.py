"""The blueprint, and what its views share."""

from flask import Blueprint, Response, make_response, redirect

from ion.models import Newsletter
from ion.newsletters.queries import issues
from ion.web.guards import or_404

bp = Blueprint("newsletters", __name__)
ISSUE = "/staff/newsletters/<int(max=2147483647):id>"
STALE = (
    "Somebody changed this issue after you opened this page, or you did in another window. "
    "Look at it as it is now, then decide again."
)


def opened(id: int) -> Newsletter:
    """The issue that an address names, or 404."""
    return or_404(issues.one(id))


def there(path: str) -> Response:
    """On to a page, after a POST."""
    return make_response(redirect(path, 303))

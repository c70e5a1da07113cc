"""The blueprint of recordings, and what its staff pages begin with."""

from flask import Blueprint, Response, make_response, redirect

from ion.models import Grant, Recording
from ion.recordings.queries import recordings, webinars
from ion.recordings.queries.webinars import Held
from ion.web.guards import granted, or_404
from ion.web.login import viewer_scopes

bp = Blueprint("recordings", __name__)
staff_only = granted(Grant.EDITOR, Grant.FACILITATOR)


def known_webinar(id: int) -> Held:
    """The webinar of a staff page; 404 for one that the viewer may not know of."""
    return or_404(webinars.known(id, viewer_scopes()))


def known_recording(id: int) -> Recording:
    """The recording of a staff page; 404 as above."""
    return or_404(recordings.known_recording(id, viewer_scopes()))


def there(path: str) -> Response:
    """On to a page, after a POST."""
    return make_response(redirect(path, 303))

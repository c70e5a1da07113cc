"""The blueprint of upkeep, and what old addresses of merged topics answer."""

from urllib.parse import quote, urlencode

from flask import Blueprint, Response, make_response, redirect, request

from ion.core.labels import facet_labels
from ion.core.merged import merged
from ion.web.guards import local_path

bp = Blueprint("upkeep", __name__)
TOPIC = "topic"
LONGEST_QUERY = 200


def there(path: str) -> Response:
    """On to a page, after a POST."""
    return make_response(redirect(path, 303))


def words_asked() -> str:
    """What is searched for in a list."""
    return " ".join(request.args.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY]


@bp.before_app_request
def lead_on() -> Response | None:
    """A list of a topic that was merged into another is the list of the other, wherever lists take a topic."""
    asked = request.args.getlist(TOPIC) if request.method in ("GET", "HEAD") else []
    known = facet_labels(TOPIC) if asked else {}
    if all(key in known for key in asked):
        return None
    gone = merged(TOPIC)
    pairs = [
        (name, gone.get(value, value) if name == TOPIC and value not in known else value)
        for name, value in request.args.items(multi=True)
    ]
    if pairs == list(request.args.items(multi=True)):
        return None
    path = local_path(f"{quote(request.path)}?{urlencode(list(dict.fromkeys(pairs)))}", "")
    return make_response(redirect(path, 301)) if path else None

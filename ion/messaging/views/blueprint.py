"""The blueprint of messaging, and what becomes of what its services refuse."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Response, abort, make_response, render_template

from ion.core.access import Viewer, scopes
from ion.core.unit_of_work import unit_of_work
from ion.messaging.queries import thread
from ion.messaging.queries.thread import Head
from ion.messaging.services import NotThere
from ion.web.guards import or_404

bp = Blueprint("messaging", __name__, url_prefix="/messages")
T = TypeVar("T")


def done(deed: Callable[[], T]) -> T:
    """What the deed answers, kept; 404 where there is nothing to do it to. Refusals pass."""
    try:
        with unit_of_work():
            return deed()
    except NotThere:
        abort(404)


def head_of(who: Viewer, id: int) -> Head:
    """One of the viewer's own conversations; every other one is not there."""
    return or_404(thread.head(who.id, id, scopes=scopes(who)))


def part(template: str, status: int = 200, **context: object) -> Response:
    """What htmx alone asks for, drawn from a template of its own."""
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    return response

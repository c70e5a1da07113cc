"""What stands in an issue: adding, ordering, taking out."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.newsletters import services
from ion.newsletters.queries import issues
from ion.newsletters.queries.content import offered, pieces
from ion.newsletters.services import Refused
from ion.newsletters.views.blueprint import ISSUE, bp, opened
from ion.web.fragments import Fragment
from ion.web.guards import granted, member

contents_page = Fragment("newsletters/contents.html", "contents")
STEPS = {"up": -1, "down": 1}
LONGEST_QUERY = 200
LARGEST_ID = 2**31 - 1


@bp.get(f"{ISSUE}/contents")
@granted(Grant.EDITOR)
def contents(id: int) -> Response:
    """What stands in the issue, and what may be added: the newest, or what a search finds."""
    return contents_page.render(**contents_context(id, request.args.get("q", "")))


def contents_context(id: int, words: str, problem: str = "") -> dict[str, Any]:
    newsletter, chosen = opened(id), pieces(id)
    query = " ".join(words.replace("\x00", " ").split())[:LONGEST_QUERY]
    return {
        "newsletter": newsletter,
        "chosen": chosen,
        "offered": offered(query, [piece.id for piece in chosen]),
        "query": query,
        "problem": problem,
    }


@bp.post(f"{ISSUE}/contents")
@granted(Grant.EDITOR)
def add(id: int) -> Response:
    """Add what was ticked."""
    ticked = [int(text) for text in request.form.getlist("item") if text.isascii() and text.isdigit()]
    ids = [number for number in ticked if number <= LARGEST_ID]
    return changed(id, lambda by: services.add(id, ids, user_id=by))


@bp.post(f"{ISSUE}/contents/<int(max=2147483647):item_id>/<deed>")
@granted(Grant.EDITOR)
def arrange(id: int, item_id: int, deed: str) -> Response:
    """Move one up or down, or take it out."""
    if deed == "remove":
        return changed(id, lambda by: services.remove(id, item_id, user_id=by))
    if deed not in STEPS:
        abort(404)
    return changed(id, lambda by: services.move(id, item_id, STEPS[deed], user_id=by))


def changed(id: int, change: Callable[[int], None]) -> Response:
    """Do it, and show what stands in the issue then; a rule that forbids it is said there."""
    opened(id)
    query = request.form.get("q", "")
    try:
        with unit_of_work():
            change(member().id)
    except Refused as refused:
        return contents_page.render(409, **contents_context(id, query, refused.words))
    return contents_page.done(
        f"{issues.path_of(id)}/contents", "newsletter-changed", **contents_context(id, query)
    )

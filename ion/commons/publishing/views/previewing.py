"""Previews: a version exactly as readers would get it, for editors and for whoever holds a link.

It is published for real inside a unit of work that is then undone: what the page shows is what publishing would make,
and nothing of it stays.
"""

from contextlib import suppress

from flask import Response, abort, flash, make_response, render_template, request

from ion.commons.publishing import services
from ion.commons.publishing.queries.history import contents
from ion.commons.publishing.queries.previews import item_shown
from ion.commons.publishing.queries.working import Working, working
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import back_to, number_in, opened
from ion.core.access import PUBLIC
from ion.core.keeping import Kept
from ion.core.ports.publishable import PUBLISHABLES
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.guards import granted, or_404

NO_PAGE_YET = "There is no preview yet: the page cannot be drawn without what the checklist says is needed."


class Tried(Exception):
    """The version was published to look at it: undo it."""


@bp.get("/staff/publishing/<int:item_id>/preview")
@granted(Grant.EDITOR)
def preview(item_id: int) -> Response:
    """The version worked on, or the one that the address names; back to release where no page can be made of it."""
    found = opened(item_id)
    asked = number_in(request.args.get("version", ""))
    if asked and asked not in contents(item_id, [asked]):
        abort(404)
    number = asked or found.number
    html = drawn(found, number, f"/staff/publishing/{item_id}")
    if html is None:
        flash(NO_PAGE_YET)
        return back_to("release", item_id=item_id)
    return shown(html)


@bp.get("/preview/<secret>")
def shared_preview(secret: str) -> Response:
    """The version worked on, for whoever holds a link that is good; 404 for every other one."""
    item_id = or_404(item_shown(secret))
    found = or_404(working(item_id))
    return shown(or_404(drawn(found, found.number)))


def shown(html: str) -> Response:
    response = make_response(html)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


def drawn(found: Working, number: int, back: str = "") -> str | None:
    """The page as readers would get it, under a banner; None where there is no such version, or no page of it."""
    html, banner = None, {"number": number, "back": back, "title": found.title}
    with suppress(Tried, services.NoSuchItem), unit_of_work():
        item = services.try_release(found.id, number)
        page = PUBLISHABLES[found.kind].page(item.slug, frozenset({PUBLIC, item.audience}))
        if page is not None:
            template, context = page
            kept = Kept((found.kind,), ("preview", found.id, number))
            html = render_template(template, **({"kept": kept} | context), preview=banner)
        raise Tried
    return html

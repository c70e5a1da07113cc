"""Recordings that readers do not have yet, of all webinars."""

from flask import Response, request

from ion.recordings.queries import recordings as queries
from ion.recordings.queries.recordings import LIST_PATH
from ion.recordings.views.blueprint import bp, staff_only
from ion.web.fragments import Fragment
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within

page = Fragment("recordings/held.html", "main")


@bp.get(LIST_PATH)
@staff_only
def held() -> Response:
    """Recordings that are held back, and why."""
    scopes = viewer_scopes()
    total = queries.held_total(scopes)
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.held_recordings(scopes, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return page.render(page=Page(rows, number, total, LIST_PATH))

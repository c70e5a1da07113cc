"""Links that lead elsewhere and no longer answer."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request

from ion.core.times import iso
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.upkeep.queries import links as queries
from ion.upkeep.queries.links import PATH, Totals, Which
from ion.upkeep.services import links as services
from ion.upkeep.views.blueprint import bp
from ion.web.choices import Choice
from ion.web.fragments import Fragment
from ion.web.guards import granted, member, or_404
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within
from ion.web.spreadsheets import csv_answer

link_list = Fragment("upkeep/links.html", "links")
COLUMNS = ("Address", "What is wrong", "Last answered (UTC)", "Last checked (UTC)", "Stands in", "Page")


@bp.get(PATH)
@granted(Grant.EDITOR)
def links() -> Response:
    """Broken links, each with the pages that hold it."""
    return link_list.render(**context())


def context(problem: str = "") -> dict[str, Any]:
    asked = request.values.get("show", "")
    which = Which(asked) if asked in tuple(Which) else Which.BROKEN
    totals = queries.totals()
    total = totals.ignored if which is Which.IGNORED else totals.broken
    number = within(number_asked(request.values.get("page")), total)
    rows = queries.link_rows(which, viewer_scopes(), offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = (("show", which.value),) if which is Which.IGNORED else ()
    return {
        "page": Page(rows, number, total, PATH, parameters),
        "totals": totals,
        "which": which,
        "tabs": tabs(totals, which),
        "round": queries.present_round(),
        "problem": problem,
    }


def tabs(totals: Totals, which: Which) -> list[Choice]:
    """Broken and ignored links; no tabs while nothing is ignored."""
    if not totals.ignored:
        return []
    ignored = address(PATH, [("show", Which.IGNORED.value)])
    return [
        Choice(Which.BROKEN, "Broken", PATH, totals.broken, which is Which.BROKEN),
        Choice(Which.IGNORED, "Ignored", ignored, totals.ignored, which is Which.IGNORED),
    ]


@bp.get(f"{PATH}/broken.csv")
@granted(Grant.EDITOR)
def broken_links() -> Response:
    """Every broken link in every page that holds it, as a spreadsheet."""
    rows = (
        (url, problem, iso(answered_at), iso(checked_at), title, path)
        for url, problem, answered_at, checked_at, title, path in queries.broken_uses(viewer_scopes())
    )
    return csv_answer("broken-links.csv", COLUMNS, rows)


@bp.post(f"{PATH}/check")
@granted(Grant.EDITOR)
def check_links() -> Response:
    """Check every link now instead of on Sunday."""
    user_id = member().id
    with unit_of_work():
        begun = services.begin_round(user_id=user_id)
    if not begun:
        return link_list.render(409, **context("The links are being checked already."))
    return link_list.done(PATH, "links-changed", **context())


@bp.post(f"{PATH}/<int:link_id>/check")
@granted(Grant.EDITOR)
def check_link(link_id: int) -> Response:
    """Let the worker look at one link now."""
    or_404(queries.url_of(link_id))
    with unit_of_work():
        services.check_later(link_id)
    return listed_anew()


@bp.post(f"{PATH}/<int:link_id>/ignore")
@granted(Grant.EDITOR)
def ignore_link(link_id: int) -> Response:
    """List a link no more."""
    return decided(link_id, services.ignore)


@bp.post(f"{PATH}/<int:link_id>/watch")
@granted(Grant.EDITOR)
def watch_link(link_id: int) -> Response:
    """List and check a link again."""
    return decided(link_id, services.watch)


def decided(link_id: int, deed: Callable[..., bool]) -> Response:
    user_id = member().id
    with unit_of_work():
        if not deed(link_id, user_id=user_id):
            abort(404)
    return listed_anew()


def listed_anew() -> Response:
    """The list that the form stood in, after a deed."""
    shown = context()
    page = shown["page"]
    assert isinstance(page, Page)
    return link_list.done(page.href(page.number), "links-changed", **shown)

"""The webinars of the last twelve months beside each other."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, render_template, request

from ion.models.user import STAFF
from ion.web.guards import granted
from ion.web.login import viewer_scopes
from ion.web.pagination import Page, number_asked, within
from ion.web.spreadsheets import csv_answer
from ion.webinars.queries.staff import comparing as queries
from ion.webinars.queries.staff.comparing import Compared
from ion.webinars.queries.staff.listing import STAFF_PATH
from ion.webinars.views.blueprint import bp

PATH = f"{STAFF_PATH}figures"
PER_PAGE = 50
COLUMNS = (
    "Webinar",
    "When",
    "Registered",
    "Of these attended",
    "Attended in all",
    "Average rating (1 to 5)",
    "Ratings",
)


@bp.get(PATH)
@granted(*STAFF)
def compared_figures() -> str:
    """How many registered, were there, and how it was rated, webinar by webinar."""
    scopes = viewer_scopes()
    total = queries.compared_total(scopes)
    number = within(number_asked(request.args.get("page")), total, PER_PAGE)
    rows = queries.compared(scopes, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template(
        "webinars/staff/compared.html", page=Page(rows, number, total, PATH, per_page=PER_PAGE)
    )


@bp.get(f"{PATH}.csv")
@granted(*STAFF)
def compared_figures_csv() -> Response:
    """The same as a spreadsheet."""
    return csv_answer("webinars.csv", COLUMNS, cells(queries.compared(viewer_scopes())))


def cells(found: Iterable[Compared]) -> Iterator[tuple[Any, ...]]:
    for each in found:
        yield (
            each.title,
            each.times.own,
            each.turnout.expected,
            each.turnout.attended if each.present is not None else None,
            each.present,
            round(each.rating, 2) if each.rating is not None else None,
            each.ratings,
        )

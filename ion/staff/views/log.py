"""The log of deeds, narrowed, and the same as a spreadsheet."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Response, render_template, request

from ion.core.times import iso
from ion.models import Grant
from ion.staff.queries import log as queries
from ion.staff.queries.log import AUDIT, Deed, Filter, in_one_line
from ion.staff.views.blueprint import bp
from ion.web.converters import LARGEST
from ion.web.guards import granted, member
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within
from ion.web.spreadsheets import csv_answer

LONGEST = 100
COLUMNS = ("When (UTC)", "Who", "Email", "Deed", "Kind", "Number", "What", "Before", "After")


def text_asked(name: str) -> str:
    return " ".join(request.args.get(name, "").replace("\x00", " ").split())[:LONGEST]


def day_asked(name: str) -> date | None:
    """A day in the address; None for none and for what is no day in these centuries."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2100 else None


def filter_asked() -> Filter:
    """The filter that the address states; what is not understood is ignored."""
    number = text_asked("id")
    is_id = number.isascii() and number.isdigit() and int(number[:LONGEST]) <= LARGEST
    return Filter(
        who=text_asked("who"),
        action=text_asked("action"),
        kind=text_asked("kind"),
        subject_id=int(number) if is_id else None,
        first=day_asked("from"),
        last=day_asked("to"),
        zone=member().zone,
    )


@bp.get(AUDIT)
@granted(Grant.ADMIN)
def deeds() -> str:
    """Who did what, newest first."""
    chosen = filter_asked()
    total = queries.deed_total(chosen)
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.deeds(chosen, viewer_scopes(), offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template(
        "staff/audit.html",
        page=Page(rows, number, total, AUDIT, chosen.parameters),
        offered=queries.kinds(),
        chosen=chosen,
        in_one_line=in_one_line,
        csv_href=address(f"{AUDIT}.csv", chosen.parameters),
    )


@bp.get(f"{AUDIT}.csv")
@granted(Grant.ADMIN)
def deeds_csv() -> Response:
    """The filtered log as a spreadsheet."""
    return csv_answer("log-of-deeds.csv", COLUMNS, cells(queries.every_deed(filter_asked(), viewer_scopes())))


def cells(deeds: Iterator[Deed]) -> Iterator[tuple[Any, ...]]:
    for deed in deeds:
        yield (
            iso(deed.at),
            deed.who or queries.THE_SYSTEM.capitalize(),
            deed.email,
            deed.action,
            deed.kind,
            deed.subject_id,
            deed.about.words,
            in_one_line(deed.before),
            in_one_line(deed.after),
        )

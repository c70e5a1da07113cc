"""The figures of the program, as a page and as a spreadsheet."""

from flask import Response, render_template, request

from ion.core import clock
from ion.core.times import SITE_ZONE
from ion.mentoring_program import dashboard as figures
from ion.mentoring_program.periods import Period, asked, offered
from ion.mentoring_program.queries.supply import supply
from ion.mentoring_program.queries.waiting import waiting
from ion.mentoring_program.views.blueprint import bp
from ion.models import Grant
from ion.web.guards import granted
from ion.web.spreadsheets import csv_answer

COLUMNS = ("Part", "What", "Measure", "Number")


def period() -> Period:
    return asked(request.args.get("period", ""), clock.now().astimezone(SITE_ZONE).date())


@bp.get("/")
@granted(Grant.FACILITATOR)
def index() -> str:
    """What waits for ION staff, and how the program does in a year."""
    there = supply()
    return render_template(
        "mentoring_program/index.html",
        made=figures.dashboard(period()),
        periods=offered(clock.now().astimezone(SITE_ZONE).date()),
        columns=figures.COLUMNS,
        waiting=waiting(),
        mentors=len(there.openings),
        openings=there.total,
    )


@bp.get("/figures.csv")
@granted(Grant.FACILITATOR)
def figures_csv() -> Response:
    """The same figures as a spreadsheet, small numbers kept back as on the page."""
    chosen = period()
    return csv_answer(f"mentoring-{chosen.key}.csv", COLUMNS, figures.lines(figures.dashboard(chosen)))

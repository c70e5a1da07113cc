"""Reports of the platform: loaded, their columns named, looked at, taken back."""

from flask import Response, flash

from ion.core.times import count
from ion.core.unit_of_work import unit_of_work
from ion.models import PlatformReport, ReportKind
from ion.recordings import forms
from ion.recordings.forms import ColumnsForm, ReportForm
from ion.recordings.queries import reports as queries
from ion.recordings.queries.reports import WAITING
from ion.recordings.queries.webinars import Held
from ion.recordings.services import reports as services
from ion.recordings.tables import Report, ReportRefused, read_report
from ion.recordings.views import desk
from ion.recordings.views.blueprint import bp, known_webinar, staff_only, there
from ion.web.fragments import Fragment
from ion.web.guards import member, or_404
from ion.web.participant import note

columns_page = Fragment("recordings/columns.html", "main")
report_page = Fragment("recordings/report.html", "main")
SAMPLES = 3
PREFIX = "report-"


@bp.post("/staff/webinars/<int:webinar_id>/reports")
@staff_only
def load_report(webinar_id: int) -> Response:
    """Take in a report; its columns are named on the next page."""
    webinar, form, user_id = known_webinar(webinar_id), ReportForm(prefix=PREFIX), member().id
    if not form.validate():
        return desk.drawn(webinar, 422, report_form=form)
    kind = ReportKind(form.kind.data)
    try:
        report = read_report(form.content(), kind)
    except ReportRefused as reason:
        form.refuse(reason)
        return desk.drawn(webinar, 422, report_form=form)
    with unit_of_work():
        kept = services.take_in(webinar.id, kind, form.name, report, user_id=user_id)
        note(form, kind="webinar", id=webinar.id, user_id=user_id)
        path = report_path(webinar, kept.id)
    return there(path)


def report_path(webinar: Held, id: int) -> str:
    return f"{webinar.desk}/reports/{id}"


@bp.get("/staff/webinars/<int:webinar_id>/reports/<int:report_id>")
@staff_only
def report(webinar_id: int, report_id: int) -> Response:
    """A report that waits for its columns; or what one said that was loaded."""
    webinar = known_webinar(webinar_id)
    kept = or_404(queries.report(report_id, webinar.id))
    if kept.kind.startswith(WAITING):
        return columns_drawn(webinar, kept)
    return report_page.render(
        webinar=webinar,
        report=kept,
        label=queries.LABELS[ReportKind(kept.kind)],
        came=queries.turnout(webinar.id),
    )


def columns_drawn(
    webinar: Held, kept: PlatformReport, status: int = 200, form: ColumnsForm | None = None
) -> Response:
    """The columns of a report with a few of its rows, and a choice for each meaning."""
    kind = queries.kind_of(kept.kind)
    table = Report(kept.columns["heading"], kept.columns["rows"])
    columns, is_remembered = queries.columns_for(kind, table.heading)
    return columns_page.render(
        status,
        webinar=webinar,
        report=kept,
        kind=kind,
        label=queries.LABELS[kind],
        form=form or forms.column_form(kind, table.heading, columns, sent=False),
        heading=table.heading,
        samples=table.rows[:SAMPLES],
        is_remembered=is_remembered,
        replaces=[
            each for each in queries.reports_of(webinar.id) if each.kind is kind and not each.is_waiting
        ],
    )


@bp.post("/staff/webinars/<int:webinar_id>/reports/<int:report_id>")
@staff_only
def choose_columns(webinar_id: int, report_id: int) -> Response:
    """Read a report with the columns chosen."""
    webinar, user_id = known_webinar(webinar_id), member().id
    kept = or_404(queries.report(report_id, webinar.id))
    if not kept.kind.startswith(WAITING):
        return there(report_path(webinar, report_id))
    form = forms.column_form(queries.kind_of(kept.kind), kept.columns["heading"], {}, sent=True)
    if not form.validate():
        return columns_drawn(webinar, kept, 422, form)
    try:
        with unit_of_work():
            services.choose_columns(
                report_id, webinar_id, form.columns, user_id=user_id, show_open=bool(form.show_open.data)
            )
    except services.ColumnsRefused as reason:
        form.form_errors.append(str(reason))
        return columns_drawn(webinar, or_404(queries.report(report_id, webinar_id)), 422, form)
    except services.ReportGone:
        return there(f"{webinar.desk}/afterwards")
    return there(report_path(webinar, report_id))


@bp.post("/staff/webinars/<int:webinar_id>/reports/<int:report_id>/remove")
@staff_only
def remove_report(webinar_id: int, report_id: int) -> Response:
    """Take back what a report said."""
    webinar, user_id = known_webinar(webinar_id), member().id
    or_404(queries.report(report_id, webinar.id))
    try:
        with unit_of_work():
            stays = services.remove(report_id, webinar_id, user_id=user_id)
    except services.ReportGone:
        stays = 0
    flash(
        f"The report was taken back. {count(stays, 'question', 'questions')} on which somebody worked here stay."
        if stays
        else "The report was taken back, with everything it told."
    )
    return there(f"{webinar.desk}/afterwards")

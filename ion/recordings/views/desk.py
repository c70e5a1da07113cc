"""Afterwards: the one page on which ION staff bring in what a webinar left behind, in three steps."""

from typing import Any

from flask import Response, flash

from ion.core.unit_of_work import unit_of_work
from ion.recordings.forms import NewRecordingForm, ReportForm
from ion.recordings.queries import follow_up, panels, recordings
from ion.recordings.queries import reports as report_queries
from ion.recordings.queries.webinars import Held
from ion.recordings.services import following
from ion.recordings.views.blueprint import bp, known_webinar, staff_only, there
from ion.web.fragments import Fragment
from ion.web.guards import member
from ion.web.login import viewer_scopes

page = Fragment("recordings/afterwards.html", "main")


@bp.get("/staff/webinars/<int:webinar_id>/afterwards")
@staff_only
def afterwards(webinar_id: int) -> Response:
    """What is there of a webinar, and what is missing."""
    return drawn(known_webinar(webinar_id))


def drawn(
    webinar: Held,
    status: int = 200,
    *,
    report_form: ReportForm | None = None,
    recording_form: NewRecordingForm | None = None,
    problem: str = "",
) -> Response:
    """The page, with a form that came back or what was refused."""
    came = report_queries.turnout(webinar.id)
    context: dict[str, Any] = {
        "webinar": webinar,
        "reports": report_queries.reports_of(webinar.id),
        "came": came,
        "own_recordings": recordings.recordings_of(webinar.id),
        "decks": panels.afterwards(webinar.id, viewer_scopes()).decks,
        "why_not": follow_up.why_not(webinar, came),
        "sent_at": follow_up.sent_at(webinar.id),
        "report_form": report_form or ReportForm(formdata=None, prefix="report-"),
        "recording_form": recording_form or NewRecordingForm(formdata=None, prefix="recording-"),
        "problem": problem,
    }
    return page.render(status, **context)


@bp.post("/staff/webinars/<int:webinar_id>/follow-up")
@staff_only
def send_follow_up(webinar_id: int) -> Response:
    """Let the follow-up go out to who was there and who was not."""
    webinar, user_id = known_webinar(webinar_id), member().id
    try:
        with unit_of_work():
            following.send(webinar, user_id=user_id)
    except following.NotYet as reason:
        return drawn(webinar, 409, problem=str(reason))
    flash("The follow-up is on its way to everyone who registered.")
    return there(f"{webinar.desk}/afterwards")

"""Sessions: proposing times, choosing one, notes, the calendar file."""

from typing import Any

from flask import Response, current_app, make_response, render_template

from ion.core import clock, ics
from ion.core.times import zone_named
from ion.mentorships.calendars import event
from ion.mentorships.forms.sessions import NotesForm, OwnNotesForm, SessionForm
from ion.mentorships.queries.page import Page
from ion.mentorships.queries.session import SessionPage, session_page
from ion.mentorships.services import notes, sessions
from ion.mentorships.services.refusals import Stale
from ion.mentorships.views.blueprint import PATH, bp
from ion.mentorships.views.deeds import back_to, carried_out
from ion.mentorships.views.showing import PRIVATE, page_or_404
from ion.web.guards import member_only, or_404

ONE = f"{PATH}/<int:id>/sessions/<int:session_id>"
STALE = "The other side saved these notes meanwhile. Their text stands below yours: bring both together, then save."


def form_of(found: Page) -> SessionForm:
    """The form, with the place of the last session and the next step of the path."""
    given = {
        "place": found.sessions[-1].place if found.sessions else "",
        "step": str(found.next_step.id) if found.next_step else "",
    }
    return SessionForm(found.me.zone, list(found.steps), data=given)


def planning(found: Page, form: SessionForm, status: int = 200, problem: str = "") -> Response:
    page = render_template(
        "mentorships/plan.html",
        page=found,
        row=found.row,
        form=form,
        problem=problem,
        other_zone=zone_named(found.other.zone),
        now=clock.now(),
    )
    return make_response(page, status, PRIVATE)


@bp.get(f"{PATH}/<int:id>/sessions/new")
@member_only
def plan_session(id: int) -> Response:
    """The form for up to three times."""
    found = page_or_404(id)
    return planning(found, form_of(found)) if found.is_active else back_to(found.row.path)


@bp.post(f"{PATH}/<int:id>/sessions")
@member_only
def propose_session(id: int) -> Response:
    """Offer the other side these times."""
    found = page_or_404(id)
    form = form_of(found)
    if not form.validate():
        return planning(found, form, 422)
    problem = carried_out(id, lambda who: sessions.propose(id, who.person_id, form.times, form.plan), form)
    return planning(found, form, 409, problem) if problem else back_to(f"{found.row.path}#sessions")


def session_or_404(id: int, session_id: int) -> SessionPage:
    return or_404(session_page(page_or_404(id), session_id))


def shown(found: SessionPage, status: int = 200, **more: Any) -> Response:
    """The page of a session; its forms hold what stands, unless `more` has one that was sent."""
    row = found.row
    given: dict[str, Any] = {
        "session": found,
        "page": found.of,
        "row": row,
        "my_zone": zone_named(found.of.me.zone),
        "other_zone": zone_named(found.of.other.zone),
        "form": NotesForm(formdata=None, data={"notes": row.shared_notes, "version": row.notes_version}),
        "own_form": OwnNotesForm(formdata=None, data={"own": found.own_notes}),
        "problem": "",
        "is_stale": False,
    }
    return make_response(render_template("mentorships/session.html", **(given | more)), status, PRIVATE)


@bp.get(ONE)
@member_only
def session(id: int, session_id: int) -> Response:
    """One session: when, where, and the notes."""
    return shown(session_or_404(id, session_id))


@bp.post(f"{ONE}/choose")
@member_only
def choose_session(id: int, session_id: int) -> Response:
    """Take this time."""
    found = session_or_404(id, session_id)
    problem = carried_out(id, lambda who: sessions.choose(id, who.person_id, session_id))
    return shown(session_or_404(id, session_id), 409, problem=problem) if problem else back_to(found.path)


@bp.get(f"{ONE}/cancel")
@member_only
def ask_cancel(id: int, session_id: int) -> Response:
    """What canceling does, and the button."""
    return canceling(session_or_404(id, session_id))


def canceling(found: SessionPage, status: int = 200, problem: str = "") -> Response:
    page = render_template(
        "mentorships/cancel.html",
        session=found,
        page=found.of,
        row=found.row,
        problem=problem,
        my_zone=zone_named(found.of.me.zone),
    )
    return make_response(page, status, PRIVATE)


@bp.post(f"{ONE}/cancel")
@member_only
def cancel_session(id: int, session_id: int) -> Response:
    """Call it off, or take the proposed time back."""
    found = session_or_404(id, session_id)
    path = f"{found.of.row.path}#sessions"
    problem = carried_out(id, lambda who: sessions.cancel(id, who.person_id, session_id))
    return canceling(session_or_404(id, session_id), 409, problem) if problem else back_to(path)


@bp.post(f"{ONE}/held")
@member_only
def hold_session(id: int, session_id: int) -> Response:
    """It took place."""
    found = session_or_404(id, session_id)
    problem = carried_out(id, lambda who: sessions.hold(id, who.person_id, session_id))
    return shown(session_or_404(id, session_id), 409, problem=problem) if problem else back_to(found.path)


@bp.post(f"{ONE}/notes")
@member_only
def save_notes(id: int, session_id: int) -> Response:
    """Save the notes that both write."""
    found, form = session_or_404(id, session_id), NotesForm()
    if not form.validate():
        return shown(found, 422, form=form)
    try:
        problem = carried_out(
            id,
            lambda who: notes.write_shared(
                id, who.person_id, session_id, form.notes.data or "", version=form.version_read
            ),
            form,
        )
    except Stale:
        newest = session_or_404(id, session_id)
        form.version.data = str(newest.row.notes_version)
        return shown(newest, 409, form=form, problem=STALE, is_stale=True)
    return shown(found, 409, form=form, problem=problem) if problem else back_to(f"{found.path}#notes")


@bp.post(f"{ONE}/own-notes")
@member_only
def save_own_notes(id: int, session_id: int) -> Response:
    """Save what nobody else reads."""
    found, form = session_or_404(id, session_id), OwnNotesForm()
    if not form.validate():
        return shown(found, 422, own_form=form)
    carried_out(id, lambda who: notes.write_own(id, who.person_id, session_id, form.own.data or ""), form)
    return back_to(f"{found.path}#own-notes")


@bp.get(f"{ONE}.ics")
@member_only
def session_calendar(id: int, session_id: int) -> Response:
    """The session for a calendar, for its two alone."""
    found = session_or_404(id, session_id)
    or_404(found.row.confirmed_at)
    home = current_app.extensions["ion.site"].public_url
    at = found.row.cancelled_at or found.row.confirmed_at or clock.now()
    made = event(found.row, found.of.other.name, home, at, details=True)
    response = make_response(ics.calendar(made), PRIVATE)
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="session-{session_id}.ics"'
    return response

"""One call for several who ask a mentor the same."""

from flask import Response, abort, make_response, redirect, render_template, request

from ion.core.access import Viewer
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.calendars import Call
from ion.mentoring.forms.calls import GroupForm
from ion.mentoring.queries.group_calls import GroupPage, group_page
from ion.mentoring.queries.requests import waiting
from ion.mentoring.services import group_calls
from ion.mentoring.services.refusals import NotThere, Refused
from ion.mentoring.views.blueprint import bp
from ion.mentoring.views.calls import calendar_file
from ion.web import participant
from ion.web.guards import member, or_404

MOST = 100
FEWEST = 2


def draw(who: Viewer, form: GroupForm, status: int = 200, problem: str = "") -> Response:
    """The form, with the requests that wait; there is none for who has fewer than two."""
    rows = waiting(who.person_id, MOST)
    if len(rows) < FEWEST:
        abort(404)
    ticked = request.values.getlist("request", int)
    html = render_template(
        "mentoring/group_new.html", rows=rows, ticked=ticked, form=form, problem=problem, own_zone=who.zone
    )
    return make_response(html, status)


@bp.get("/group-calls/new")
def compose_group_call() -> Response:
    """Choose who of those who wait is invited to one call, and when it is."""
    who = member()
    return draw(who, GroupForm(formdata=None, own_zone=who.zone))


@bp.post("/group-calls/new")
def offer_group_call() -> Response:
    """Offer the call."""
    who, form = member(), GroupForm(own_zone=member().zone)
    ids = request.form.getlist("request", int)
    if not form.validate_on_submit() or form.chosen is None:
        return draw(who, form, 422)
    try:
        with unit_of_work():
            participant.note(form, kind="group_call", id=None, user_id=who.id)
            call = group_calls.offer(
                who.person_id, ids, about=form.about.data, moment=form.chosen, place=form.place.data or ""
            )
            path = group_calls.path_of(call.id)
    except NotThere:
        return draw(who, form, 409, "One of these requests does not wait any more. Look at the list again.")
    except Refused as refusal:
        return draw(who, form, 409, refusal.words)
    return make_response(redirect(path, 303))


def page_of(id: int) -> tuple[Viewer, GroupPage]:
    who = member()
    return who, or_404(group_page(who.person_id, id))


def shown(page: GroupPage, status: int = 200, problem: str = "") -> Response:
    return make_response(render_template("mentoring/group.html", page=page, problem=problem), status)


@bp.get("/group-calls/<int:id>")
def show_group_call(id: int) -> Response:
    """Who comes to the mentor's group call."""
    return shown(page_of(id)[1])


@bp.post("/group-calls/<int:id>/cancel")
def cancel_group_call(id: int) -> Response:
    """Call it off."""
    who, page = page_of(id)
    try:
        with unit_of_work():
            group_calls.cancel(who.person_id, id)
    except NotThere:
        abort(404)
    except Refused as refusal:
        return shown(page, 409, refusal.words)
    return make_response(redirect(page.path, 303))


@bp.get("/group-calls/<int:id>/call.ics")
def group_call_calendar(id: int) -> Response:
    """The group call for its mentor's calendar."""
    who, page = page_of(id)
    call = page.call
    told = Call(
        f"group-{call.id}",
        page.path,
        (who.name, "group call"),
        call.wall_at,
        call.zone,
        call.starts_at,
        sequence=int(call.is_cancelled),
        is_cancelled=call.is_cancelled,
        length_minutes=call.length_minutes,
        place=call.place,
    )
    return calendar_file(told, f"group-call-{id}.ics")

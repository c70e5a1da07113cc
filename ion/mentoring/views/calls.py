"""The call of an accepted request: times, the file for the calendar, and how it was."""

from datetime import UTC

from flask import Response, make_response

from ion.core import clock
from ion.core.ports import mail
from ion.mentoring.calendars import Call, calendar
from ion.mentoring.forms.calls import HeldForm, SlotsForm
from ion.mentoring.policies import REQUEST
from ion.mentoring.queries.call_parts import RequestPage
from ion.mentoring.services import calls, feedback, group_calls
from ion.mentoring.views.blueprint import bp
from ion.mentoring.views.requests import change, draw, page_of
from ion.web import participant
from ion.web.guards import member, or_404


@bp.post("/requests/<int:id>/slots")
def propose_slots(id: int) -> Response:
    """Propose times to the other one."""
    who = member()
    page = page_of(who, id)
    form = SlotsForm(own_zone=who.zone)
    if not form.validate_on_submit():
        return draw(who, page, 422, slots=form)

    def deed() -> None:
        participant.note(form, kind=REQUEST, id=id, user_id=who.id)
        calls.propose(who.person_id, id, form.moments, form.place.data or "")

    return change(who, id, deed)


@bp.post("/requests/<int:id>/slots/<int:slot_id>/choose")
def choose_slot(id: int, slot_id: int) -> Response:
    """Take a time that the other one proposed."""
    who = member()

    def deed() -> None:
        calls.choose(who.person_id, id, slot_id)

    return change(who, id, deed)


@bp.post("/requests/<int:id>/slots/<int:slot_id>/cancel")
def cancel_slot(id: int, slot_id: int) -> Response:
    """Take a time back, or call the call off."""
    who = member()

    def deed() -> None:
        calls.cancel(who.person_id, id, slot_id)

    return change(who, id, deed)


@bp.post("/requests/<int:id>/held")
def note_held(id: int) -> Response:
    """It took place, and how useful it was."""
    who = member()
    page, form = page_of(who, id), HeldForm()
    if not form.validate_on_submit():
        return draw(who, page, 422, held=form)

    def deed() -> None:
        participant.note(form, kind=REQUEST, id=id, user_id=who.id)
        feedback.tell_held(who.person_id, id, int(form.usefulness.data), form.words.data or "")

    return change(who, id, deed)


@bp.post("/requests/<int:id>/join")
def join_group_call(id: int) -> Response:
    """Come to the group call that the mentor offered."""
    who = member()

    def deed() -> None:
        group_calls.join(who.person_id, id)

    return change(who, id, deed)


@bp.post("/requests/<int:id>/stay-out")
def stay_out_of_group_call(id: int) -> Response:
    """Not come to it."""
    who = member()

    def deed() -> None:
        group_calls.stay_out(who.person_id, id)

    return change(who, id, deed)


@bp.get("/requests/<int:id>/call.ics")
def call_calendar(id: int) -> Response:
    """The call for a calendar; only the two get it."""
    who = member()
    call = or_404(call_of(page_of(who, id)))
    return calendar_file(call, f"call-{id}.ics")


def calendar_file(call: Call, name: str) -> Response:
    response = make_response(calendar(call, mail.sender(), at=clock.now().astimezone(UTC)))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def call_of(page: RequestPage) -> Call | None:
    """The call of a request as calendars know it; None before a time was chosen."""
    names = (page.me.name, page.other.name) if page.is_mentor else (page.other.name, page.me.name)
    if page.group and not page.is_invited:
        each = page.group
        return Call(
            f"group-{each.id}",
            page.path,
            (names[0], "group call"),
            each.wall_at,
            each.zone,
            each.starts_at,
            sequence=int(each.is_cancelled),
            is_cancelled=each.is_cancelled,
            length_minutes=each.length_minutes,
            place=each.place,
        )
    slot = page.chosen
    if slot is None:
        return None
    return Call(
        f"request-{page.id}",
        page.path,
        tuple(names),
        slot.wall_at,
        slot.zone,
        slot.starts_at,
        sequence=slot.sequence,
        place=slot.place,
    )

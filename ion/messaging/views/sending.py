"""Writing in a conversation: sending a message, and keeping what is typed and not sent."""

from collections.abc import Sequence

from flask import Response, make_response, redirect, request

from ion.commons.files.services import Taken, take_in
from ion.core import clock
from ion.core.access import Viewer
from ion.core.ports.files import FileRefused
from ion.core.times import us_clock, zone_named
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.forms import DraftForm, MessageForm
from ion.messaging.policies import KIND
from ion.messaging.services import Refused
from ion.messaging.views import sheets
from ion.messaging.views.blueprint import bp, done, head_of
from ion.messaging.views.threads import address, number_in
from ion.models import Message
from ion.web import participant
from ion.web.fragments import wants_fragment
from ion.web.guards import member


def taken_in(form: MessageForm) -> Sequence[Taken] | None:
    """The files of a form, checked and kept; None where the form says now why one of them is not taken."""
    taken = []
    for name, _type, content in form.contents:
        try:
            taken.append(take_in(name, content))
        except FileRefused as refused:
            form.files.errors = [f"{name}: {refused}"]
            return None
    return taken


@bp.post("/<int:id>")
def send(id: int) -> Response:
    """Send a message. The same form sent again is the same message."""
    who, form = member(), MessageForm()
    head = head_of(who, id)
    files = taken_in(form) if form.validate_on_submit() else None
    if files is None:
        return sheets.write_again(who, head, 422, form)
    try:
        message = done(lambda: sent(who, id, form, files))
    except Refused as error:
        form.form_errors.append(error.words)
        return sheets.write_again(who, head_of(who, id), 409, form)
    if not wants_fragment():
        return make_response(redirect(address(id, message.id, message.number, is_newest=True), 303))
    after = number_in("after") if "after" in request.form else head.version
    return sheets.news(who, head_of(who, id), after, sent=True)


def sent(who: Viewer, id: int, form: MessageForm, files: Sequence[Taken]) -> Message:
    """The message, written; why it was sent in spite of what was found in it is written down."""
    message = services.send(who, id, markdown=form.markdown.data or "", client_id=form.given_id, files=files)
    participant.note(form, kind=KIND, id=message.id, user_id=who.id)
    return message


@bp.post("/<int:id>/draft")
def draft(id: int) -> Response:
    """Keep what is typed. The script is told when; a browser without it goes back to the conversation."""
    who, form = member(), DraftForm()
    head_of(who, id)
    if not form.validate_on_submit():
        return make_response(form.markdown.errors[0], 422)
    with unit_of_work():
        services.save_draft(who.id, id, form.markdown.data or "")
    response = make_response(redirect(f"/messages/{id}#composer", 303))
    if form.is_background:
        response = make_response("", 204)
        response.headers["ION-Kept-At"] = us_clock(clock.now().astimezone(zone_named(who.zone)))
    return response

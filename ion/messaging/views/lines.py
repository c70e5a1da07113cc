"""What the writer of a message does with it: changes it within 15 minutes, or takes it back."""

from flask import Response, abort, make_response, redirect

from ion.core.access import Viewer, scopes
from ion.messaging import services
from ion.messaging.forms import TextForm
from ion.messaging.policies import KIND
from ion.messaging.queries import thread
from ion.messaging.queries.thread import Line
from ion.messaging.services import Refused
from ion.messaging.views import sheets
from ion.messaging.views.blueprint import bp, done, head_of, part
from ion.messaging.views.threads import address
from ion.web import participant
from ion.web.fragments import wants_fragment
from ion.web.guards import member, or_404

EDIT = "edit-"
"""What the fields of the form begin with: the form for a new message stands on the same page."""
TOO_LATE = "A message can be changed for 15 minutes after it was sent. You can still withdraw it."


def own_line(who: Viewer, id: int, message_id: int) -> Line:
    """A message of the viewer's own in one of their conversations; every other one is not there."""
    found = or_404(thread.line(who.id, message_id, scopes=scopes(who)))
    if found[0] != id or not found[1].is_mine:
        abort(404)
    return found[1]


def shown(who: Viewer, id: int, line: Line, status: int = 200, form: TextForm | None = None) -> Response:
    """A message with the form to change it: alone for htmx, in its place for a browser."""
    if wants_fragment():
        return part("messaging/line.html", status, line=line, path=f"/messages/{id}", edit_form=form)
    head = head_of(who, id)
    lines = sheets.around(who, head, line.number) if line.number else sheets.newest(who, id)
    return sheets.draw(who, head, lines, status, edited=line.id, edit_form=form)


@bp.get("/<int:id>/<int:message_id>/edit")
def edit(id: int, message_id: int) -> Response:
    """The form to change one's message."""
    who = member()
    line = own_line(who, id, message_id)
    form = TextForm(formdata=None, prefix=EDIT, data={"markdown": line.markdown})
    if not line.may_change:
        form.form_errors.append(TOO_LATE)
        return shown(who, id, line, 409, form)
    return shown(who, id, line, form=form)


@bp.post("/<int:id>/<int:message_id>/edit")
def change(id: int, message_id: int) -> Response:
    """Write one's message anew."""
    who, form = member(), TextForm(prefix=EDIT)
    line = own_line(who, id, message_id)
    if not form.validate_on_submit():
        return shown(who, id, line, 422, form)
    try:
        done(lambda: changed(who, message_id, form))
    except Refused as error:
        form.form_errors.append(error.words)
        return shown(who, id, line, 409, form)
    return after(who, id, message_id)


def changed(who: Viewer, message_id: int, form: TextForm) -> None:
    services.change(who, message_id, form.markdown.data or "")
    participant.note(form, kind=KIND, id=message_id, user_id=who.id)


@bp.post("/<int:id>/<int:message_id>/withdraw")
def withdraw(id: int, message_id: int) -> Response:
    """Take one's message back: its words and files are gone for everyone."""
    who = member()
    line = own_line(who, id, message_id)
    try:
        done(lambda: services.withdraw(who, message_id))
    except Refused as error:
        form = TextForm(formdata=None, prefix=EDIT)
        form.form_errors.append(error.words)
        return shown(who, id, line, 409, form)
    return after(who, id, message_id)


def after(who: Viewer, id: int, message_id: int) -> Response:
    """The message as it is now."""
    line = own_line(who, id, message_id)
    if not wants_fragment():
        return make_response(redirect(address(id, line.id, line.number), 303))
    return part("messaging/line.html", line=line, path=f"/messages/{id}", is_fresh=True)

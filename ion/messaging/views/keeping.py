"""What somebody decides about a conversation of theirs: answer it, put it away, mute it, leave it, keep a copy."""

from collections.abc import Callable

from flask import Response, make_response, redirect

from ion.core.access import Viewer
from ion.messaging import services
from ion.messaging.forms import blank
from ion.messaging.services import Refused
from ion.messaging.views import sheets
from ion.messaging.views.blueprint import bp, done, head_of
from ion.web.guards import member

Deed = Callable[[Viewer, int], object]


def decided(id: int, deed: Deed, url: str) -> Response:
    """Do it and go on; a refusal shows the conversation, and why."""
    who = member()
    head = head_of(who, id)
    try:
        done(lambda: deed(who, id))
    except Refused as error:
        form = blank(head.draft)
        form.form_errors.append(error.words)
        return sheets.draw(who, head_of(who, id), sheets.newest(who, id), 409, form)
    return make_response(redirect(url, 303))


@bp.post("/<int:id>/accept")
def accept(id: int) -> Response:
    """Let who asked write."""
    return decided(id, services.accept, f"/messages/{id}#composer")


@bp.post("/<int:id>/decline")
def decline(id: int) -> Response:
    """Do not; who asked is not told."""
    return decided(id, services.decline, "/messages/?folder=requests")


@bp.post("/<int:id>/archive")
def archive(id: int) -> Response:
    """Put it out of the inbox until there is something new in it."""
    return decided(id, services.archive, "/messages/")


@bp.post("/<int:id>/unarchive")
def unarchive(id: int) -> Response:
    """Put it back into the inbox."""
    return decided(id, services.unarchive, f"/messages/{id}")


@bp.post("/<int:id>/mute")
def mute(id: int) -> Response:
    """No mail and no badge for it."""
    return decided(id, services.mute, f"/messages/{id}")


@bp.post("/<int:id>/unmute")
def unmute(id: int) -> Response:
    """Mail and badge again."""
    return decided(id, services.unmute, f"/messages/{id}")


@bp.post("/<int:id>/leave")
def leave(id: int) -> Response:
    """Leave a group."""
    return decided(id, services.leave, "/messages/")


@bp.get("/<int:id>/export")
def export(id: int) -> Response:
    """The whole conversation as text, to be kept."""
    who = member()
    head_of(who, id)
    response = make_response(services.own_export(who.id, id))
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = f'attachment; filename="conversation-{id}.txt"'
    return response

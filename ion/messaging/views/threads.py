"""Reading one conversation: its page, earlier messages, and what is new in it."""

from flask import Response, abort, make_response, redirect, request

from ion.core.access import scopes
from ion.messaging import services
from ion.messaging.forms import blank
from ion.messaging.queries import thread
from ion.messaging.views import sheets
from ion.messaging.views.blueprint import bp, done, head_of, part
from ion.messaging.views.sheets import Sheet
from ion.web.fragments import wants_fragment
from ion.web.guards import member, or_404


def number_in(name: str) -> int:
    """A whole number in the address or the form, 0 for anything that is none."""
    text = request.values.get(name, "")
    return min(int(text), 2**31 - 1) if text.isascii() and text.isdigit() and len(text) < 12 else 0


@bp.get("/<int:id>")
def show(id: int) -> Response:
    """One of one's own conversations: its newest messages, those before a number, or those around one."""
    who = member()
    head = head_of(who, id)
    if number := number_in("before"):
        lines = sheets.before(who, id, number)
        if wants_fragment():
            return sheets.earlier.render(fragment=True, sheet=Sheet(head, lines, blank()), viewer=who)
        return sheets.draw(who, head, lines)
    if number := number_in("around"):
        return sheets.draw(who, head, sheets.around(who, head, number))
    return sheets.draw(who, head, sheets.newest(who, id))


@bp.get("/<int:id>/new")
def changes(id: int) -> Response:
    """What changed since the version that the page shows; nothing where nothing did."""
    who = member()
    head = head_of(who, id)
    if not wants_fragment():
        return make_response(redirect(f"/messages/{id}#new", 303))
    if head.has_left:
        abort(404)  # that there is something new, too, is for who is in it
    after = number_in("after")
    return make_response("", 204) if head.version <= after else sheets.news(who, head, after)


@bp.get("/<int:id>/<int:message_id>")
def line(id: int, message_id: int) -> Response:
    """One message: alone for htmx, in its place for a browser."""
    who = member()
    found = or_404(thread.line(who.id, message_id, scopes=scopes(who)))
    if found[0] != id:
        or_404(None)
    if wants_fragment():
        return part("messaging/line.html", line=found[1], path=f"/messages/{id}")
    return make_response(redirect(address(id, found[1].id, found[1].number), 303))


def address(id: int, message_id: int, number: int | None, *, is_newest: bool = False) -> str:
    """Where a message stands in its conversation."""
    if number is None:
        return f"/messages/{id}#held-{message_id}"
    return f"/messages/{id}{'' if is_newest else f'?around={number}'}#m{number}"


@bp.post("/<int:id>/read")
def read(id: int) -> Response:
    """Mark a conversation as read, without opening it."""
    who = member()
    head = head_of(who, id)
    done(lambda: services.read(who.id, id, head.last_number))
    return make_response(redirect("/messages/", 303))

"""What the viewer was told, and how they want to be told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, Response, g, make_response, redirect, request, url_for

from ion.base.vocabulary.zones import ZONES
from ion.core import clock, sightings
from ion.core.access import Viewer
from ion.core.unit_of_work import unit_of_work
from ion.notifications import queries, services
from ion.notifications.forms import Channels, channels_form, required
from ion.notifications.schedule import SITE_ZONE, zone_of
from ion.notifications.visiting import place_of
from ion.web.afterwards import afterwards
from ion.web.fragments import Fragment
from ion.web.guards import member, member_only, or_404
from ion.web.pagination import PER_PAGE, Page, number_asked, within
from ion.web.visits import item_seen

bp = Blueprint("notifications", __name__, url_prefix=queries.PATH)

notices = Fragment("notifications/index.html", block="notices")
choices = Fragment("notifications/settings.html", block="channels")


def install(app: Flask) -> None:
    """Let every page that shows what notices are about mark them as read."""
    app.after_request(note_read)


def note_read(response: Response) -> Response:
    """Mark as read, after the answer, what the viewer was told of the page that they read."""
    who: Viewer | None = g.get("viewer")
    if who is None or not who.unread or request.method != "GET" or response.status_code != 200:
        return response
    item_id, place = item_seen(), place_of(request.path)
    if not item_id and place is None:
        return response
    at = clock.now()
    return afterwards(
        response,
        "notices not marked as read",
        lambda: mark_read(who.id, queries.unread_here(who.id, item_id, place), at),
    )


def mark_read(user_id: int, ids: Sequence[int], at: datetime) -> None:
    """Write only where there is something to write."""
    if ids:
        sightings.notices_read(user_id, ids, at)


@bp.get("")
def index() -> Response:
    """What the viewer was told, newest first. What leads nowhere any more counts as read once it was shown."""
    who = member()
    context = notices_context(who, number_asked(request.args.get("page")), who.unread)
    gone = [each.id for row in context["page"].items for each in row.told if each.is_lost]
    response = notices.render(**context)
    if not gone or request.method != "GET":
        return response
    at = clock.now()
    return afterwards(response, "notices not marked as read", lambda: mark_read(who.id, gone, at))


def notices_context(who: Viewer, number: int, unread: int) -> dict[str, Any]:
    found = queries.listed(who, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    if number > 1 and not found.rows:
        first = queries.listed(who, offset=0, limit=PER_PAGE)
        number = within(number, first.total)
        found = queries.listed(who, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    page = Page(found.rows, number, found.total, queries.PATH)
    return {"page": page, "unread": unread, "zone": zone_of(who.zone)}


@bp.get("/<int(max=2147483647):id>")
def show(id: int) -> Response:
    """On to what a notice is about, which marks it as read, and with it all that stood in one row with it."""
    who = member()
    sight = or_404(queries.sight(who, id))
    response = make_response(redirect(sight.path, 303))
    if sight.is_unread and request.method == "GET":
        at = clock.now()
        ids = [id, *queries.unread_beside(who.id, id)]
        afterwards(response, "notice not marked as read", lambda: sightings.notices_read(who.id, ids, at))
    return response


@bp.post("/read")
def read() -> Response:
    """Mark everything as read."""
    who = member()
    with unit_of_work():
        services.read_all(who.id)
    return notices.done(queries.PATH, "notifications-changed", **notices_context(who, 1, unread=0))


@bp.get("/settings")
@member_only
def settings() -> Response:
    """How the viewer wants to be told."""
    return choices.render(**settings_context(saved=request.args.get("saved") == "1"))


@bp.post("/settings")
def choose() -> Response:
    """Choose how to be told."""
    who = member()
    form = channels_form({}, who.grants)
    if not form.validate_on_submit():
        return choices.render(422, **settings_context(form))
    with unit_of_work():
        services.choose(who.id, form.chosen)
    return choices.done(
        url_for(".settings", saved=1), "notification-settings-changed", **settings_context(form, saved=True)
    )


def settings_context(form: Channels | None = None, saved: bool = False) -> dict[str, Any]:
    who = member()
    form = form or channels_form(queries.preferences(who.id), who.grants)
    return {
        "form": form,
        "sections": form.sections,
        "required": required(who.grants),
        "zone": ZONES.label(who.zone or SITE_ZONE.key),
        "has_zone": bool(who.zone),
        "saved": saved,
    }

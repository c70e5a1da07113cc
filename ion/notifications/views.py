"""What the viewer was told, and how they want to be told."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for

from ion.base.vocabulary.zones import ZONES
from ion.core import clock, sightings
from ion.core.access import Viewer
from ion.core.unit_of_work import unit_of_work
from ion.notifications import queries, services
from ion.notifications.forms import Channels, channels_form, required
from ion.notifications.schedule import SITE_ZONE, zone_of
from ion.web.afterwards import afterwards
from ion.web.fragments import Fragment
from ion.web.guards import member, member_only, or_404
from ion.web.pagination import PER_PAGE, Page, number_asked, within

bp = Blueprint("notifications", __name__, url_prefix=queries.PATH)

notices = Fragment("notifications/index.html", block="notices")
choices = Fragment("notifications/settings.html", block="channels")


@bp.get("")
def index() -> Response:
    """What the viewer was told, newest first."""
    who = member()
    return notices.render(**notices_context(who, number_asked(request.args.get("page")), who.unread))


def notices_context(who: Viewer, number: int, unread: int) -> dict[str, Any]:
    total = queries.total(who.id)
    number = within(number, total)
    told = queries.told(who, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return {"page": Page(told, number, total, queries.PATH), "unread": unread, "zone": zone_of(who.zone)}


@bp.get("/<int(max=2147483647):id>")
def show(id: int) -> Response:
    """On to what a notice is about, which marks it as read."""
    who = member()
    sight = or_404(queries.sight(who, id))
    response = make_response(redirect(sight.path, 303))
    if sight.is_unread and request.method == "GET":
        at = clock.now()
        afterwards(response, "notice not marked as read", lambda: sightings.notices_read(who.id, [id], at))
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
        "fields": form.shown,
        "required": required(who.grants),
        "zone": ZONES.label(who.zone or SITE_ZONE.key),
        "has_zone": bool(who.zone),
        "saved": saved,
    }

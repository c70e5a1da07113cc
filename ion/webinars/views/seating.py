"""The panel of registration for whoever looks, and what its deeds answer."""

from dataclasses import replace
from typing import Any

from flask import Response, current_app

from ion.core import clock
from ion.web.fragments import Fragment, wants_fragment
from ion.web.guards import or_404
from ion.web.login import viewer, viewer_scopes
from ion.webinars import queries
from ion.webinars.forms.registration import form_for
from ion.webinars.queries import WebinarPage
from ion.webinars.queries.registrations import Place, place_of_user
from ion.webinars.seats import Panel, Seat
from ion.webinars.views.asking import own_zone

part = Fragment("webinars/_seat.html", "seat")
whole = Fragment("webinars/register.html", "main")
CHANGED = "registration-changed"


def webinar_or_404(slug: str) -> WebinarPage:
    return or_404(queries.webinar_page(slug, viewer_scopes()))


def seat_of(webinar: WebinarPage, place: Place | None = None, **more: Any) -> Seat:
    """How registration stands with whoever looks; `place` where it was read already, else one question."""
    who, zone = viewer(), own_zone()
    seat = Seat(
        webinar=webinar,
        place=place or place_of_user(webinar.id, who.id if who else 0),
        base=webinar.path,
        at=clock.now(),
        name=who.name if who else "",
        zone=zone.key if zone else "",
        **more,
    )
    if seat.panel is not Panel.OPEN or seat.form or seat.place.asks or seat.gave_up:
        return seat
    return replace(seat, form=form_for((), blank=True))  # nothing is asked: the button is there at once


def answer(seat: Seat, status: int = 200) -> Response:
    """The panel for htmx; for a browser the page of registration alone."""
    fragment = part if wants_fragment() else whole
    return fragment.render(status, seat=seat, webinar=seat.webinar, zone=own_zone())


def done(webinar: WebinarPage, said: str) -> Response:
    """After a deed: back to the webinar; the panel anew for htmx, with what was done."""
    url = f"{webinar.path}#seat"
    if not wants_fragment():
        return part.done(url, CHANGED)
    seat = seat_of(webinar, said=said)
    return part.done(url, CHANGED, seat=seat, webinar=webinar, zone=own_zone())


def mail_is_kept() -> bool:
    """Whether mail goes to no server but to a page for admins."""
    return not current_app.extensions["ion.settings"].smtp_url

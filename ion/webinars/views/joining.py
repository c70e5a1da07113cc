"""Coming in: a button that notes who is there, and behind it the link to the platform. And one's own webinars."""

from dataclasses import replace
from functools import partial

from flask import Response, abort, make_response, redirect, render_template, request

from ion.models import Standing
from ion.web.deeds import refusal_of
from ion.web.guards import member, member_only
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within
from ion.webinars import services
from ion.webinars.queries import PATH, own
from ion.webinars.seats import Seat
from ion.webinars.views.asking import own_zone
from ion.webinars.views.blueprint import bp
from ion.webinars.views.seating import seat_of, webinar_or_404

MINE = PATH + "mine"


def entrance(seat: Seat, status: int = 200) -> Response:
    """The page before the platform: the button, or the link once it was pressed, or why there is neither yet."""
    html = render_template("webinars/join.html", seat=seat, webinar=seat.webinar, zone=own_zone())
    return make_response(html, status)


def come_in(seat: Seat) -> Response:
    """Note that the registrant is there, and show the link on a page of ours: no POST leads off the site."""
    if refusal := refusal_of(partial(services.check_in, seat.place.id or 0)):
        return entrance(replace(seat, problem=refusal), 409)
    return make_response(redirect(f"{seat.base}/join", 303))


def own_seat(slug: str) -> Seat:
    """The seat of the member who asks; who has none finds nothing here."""
    member()
    seat = seat_of(webinar_or_404(slug))
    if seat.place.standing is not Standing.REGISTERED:
        abort(404)
    return seat


@bp.get(PATH + "<slug>/join")
@member_only
def entry_page(slug: str) -> Response:
    """Where one comes in."""
    return entrance(own_seat(slug))


@bp.post(PATH + "<slug>/join")
@member_only
def join(slug: str) -> Response:
    """Come in."""
    return come_in(own_seat(slug))


@bp.get(MINE)
@member_only
def mine() -> str:
    """What the member is registered for, waits for, and was at."""
    who, scopes = member(), viewer_scopes()
    total = own.past_total(who.id, scopes)
    number = within(number_asked(request.args.get("page")), total)
    past = own.past(who.id, scopes, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    coming = own.coming(who.id, scopes) if number == 1 else []
    return render_template(
        "webinars/mine.html", coming=coming, page=Page(past, number, total, MINE), zone=own_zone()
    )

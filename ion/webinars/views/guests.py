"""A guest's own page: whoever got our mail confirms, joins, gives up and comes back by its secret address."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from flask import Response, make_response, redirect, render_template

from ion.core import clock, tokens
from ion.core.access import PUBLIC
from ion.models import Registration, Standing
from ion.web.deeds import refusal_of
from ion.webinars import queries, services
from ion.webinars.queries import PATH, WebinarPage
from ion.webinars.queries.registrations import TOKEN, Place, place_of_registration
from ion.webinars.seats import Seat
from ion.webinars.views import joining
from ion.webinars.views.blueprint import bp

OWN = PATH + "registration/<secret>"


class Held(NamedTuple):
    """What a secret opens: a registration, and the webinar as everyone sees it."""

    secret: str
    id: int
    webinar: WebinarPage
    place: Place


def held(secret: str) -> Held | None:
    """What the secret opens; None for a dead one, and for a webinar that is not everyone's (any more)."""
    token = tokens.valid(TOKEN, secret)
    place = place_of_registration(token.subject_id) if token and token.subject_id else None
    webinar = queries.webinar_page(place.slug, frozenset({PUBLIC})) if place else None
    return Held(secret, place.id or 0, webinar, place) if place and webinar else None


def private(response: Response) -> Response:
    """No page of a secret address is kept by a browser or a search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


DEAD = "The registration was not confirmed within two days, the webinar is open to members alone by now, or it is over."
INSTEAD = (("Webinars", "/webinars/"), ("My webinars", "/webinars/mine"))


def dead() -> Response:
    page = render_template("errors/dead_link.html", why=DEAD, actions=INSTEAD)
    return private(make_response(page, 404))


def seat_in(found: Held, *, problem: str = "", is_leaving: bool = False) -> Seat:
    return Seat(
        webinar=found.webinar,
        place=found.place,
        base=PATH + f"registration/{found.secret}",
        at=clock.now(),
        secret=found.secret,
        problem=problem,
        is_leaving=is_leaving,
    )


def page(seat: Seat, status: int = 200) -> Response:
    html = render_template("webinars/registration.html", seat=seat, webinar=seat.webinar, zone=None)
    return private(make_response(html, status))


def change(secret: str, verb: Callable[[int], Registration]) -> Response:
    """Do something with the registration; back to its page."""
    found = held(secret)
    if found is None:
        return dead()
    refusal = refusal_of(partial(verb, found.id))
    if not refusal:
        return private(make_response(redirect(PATH + f"registration/{secret}", 303)))
    again = held(secret)
    return page(seat_in(again, problem=refusal), 409) if again else dead()


@bp.get(OWN)
def registration(secret: str) -> Response:
    """How the registration stands; one that is not confirmed has a button for that."""
    found = held(secret)
    return page(seat_in(found)) if found else dead()


@bp.post(OWN + "/confirm")
def confirm_registration(secret: str) -> Response:
    """The address is confirmed: from now on the registration counts."""
    return change(secret, services.confirm_guest)


@bp.get(OWN + "/give-up")
def ask_guest_to_give_up(secret: str) -> Response:
    """Whether to give up."""
    found = held(secret)
    return page(seat_in(found, is_leaving=True)) if found else dead()


@bp.post(OWN + "/give-up")
def give_up_as_guest(secret: str) -> Response:
    """Give up the place, or leave the waiting list."""
    return change(secret, services.give_up)


@bp.post(OWN + "/undo")
def undo_as_guest(secret: str) -> Response:
    """Come back after giving up, at the tail."""
    return change(secret, services.undo)


@bp.post(OWN + "/take")
def take_place_as_guest(secret: str) -> Response:
    """Take the place that is kept for who is next in line."""
    return change(secret, services.take_place)


@bp.get(OWN + "/join")
def entry_page_of_guest(secret: str) -> Response:
    """Where one comes in."""
    found = held(secret)
    if found is None or found.place.standing is not Standing.REGISTERED:
        return dead()
    return private(joining.entrance(seat_in(found)))


@bp.post(OWN + "/join")
def join_as_guest(secret: str) -> Response:
    """Come in."""
    found = held(secret)
    if found is None or found.place.standing is not Standing.REGISTERED:
        return dead()
    return private(joining.come_in(seat_in(found)))

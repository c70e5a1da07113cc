"""Registering, giving up and coming back, from the page of a webinar."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, abort, make_response, redirect, session

from ion.core.unit_of_work import unit_of_work
from ion.models import Registration, Standing
from ion.web.deeds import refusal_of
from ion.web.fragments import wants_fragment
from ion.web.guards import member, member_only
from ion.web.login import viewer
from ion.web.networks import asking_network
from ion.webinars import services
from ion.webinars.forms.registration import RegistrationForm, form_for
from ion.webinars.queries import PATH, WebinarPage
from ion.webinars.queries.registrations import Place, place_of_user
from ion.webinars.seats import Panel, Seat
from ion.webinars.services import NotThere, Refused
from ion.webinars.views.blueprint import bp
from ion.webinars.views.seating import (
    CHANGED,
    answer,
    done,
    mail_is_kept,
    seat_of,
    webinar_or_404,
)

__all__ = ["Seat", "seat_of"]

SENT_TO = "guest_mail"
"""In the session: the address this browser last registered as a guest with."""
TOOK_EFFECT = (Standing.REGISTERED, Standing.WAITING)


def own_place(webinar: WebinarPage) -> Place:
    """How the member stands who asks."""
    return place_of_user(webinar.id, member().id)


@bp.get(PATH + "<slug>/register")
def compose_registration(slug: str) -> Response:
    """The form: a member's, with the questions of the webinar; a visitor's, with an address."""
    webinar, who = webinar_or_404(slug), viewer()
    place = place_of_user(webinar.id, who.id if who else 0)
    form = form_for(place.asks, guest=who is None, blank=True)
    seat = seat_of(webinar, place, form=form)
    takes_form = seat.panel in (Panel.OPEN, Panel.VISITOR)
    return answer(seat if takes_form else seat_of(webinar, place))


@bp.post(PATH + "<slug>/register")
@member_only
def register(slug: str) -> Response:
    """Register; who is registered or waits stays so."""
    webinar, who = webinar_or_404(slug), member()
    place = own_place(webinar)
    form = form_for(place.asks)
    if place.standing not in TOOK_EFFECT and not form.validate_on_submit():
        return answer(seat_of(webinar, place, form=form), 422)
    told = partial(services.register, answers=form.answers, needs=form.needs.data or "", zone=who.zone)
    if refusal := refusal_of(partial(told, webinar.id, user_id=who.id)):
        return refused(webinar, form, refusal)
    return done(webinar, "Your registration is noted.")


def refused(webinar: WebinarPage, form: RegistrationForm, words: str, status: int = 409) -> Response:
    """The panel as it is now, with what was typed and why it was not taken."""
    form.form_errors.append(words)
    return answer(seat_of(webinar, form=form), status)


@bp.post(PATH + "<slug>/guests")
def register_guest(slug: str) -> Response:
    """Ask for a place with an address alone: the same work and the same answer for every address."""
    webinar, who = webinar_or_404(slug), viewer()
    form: Any = form_for(place_of_user(webinar.id, who.id if who else 0).asks, guest=True)
    if not form.validate_on_submit():
        return answer(seat_of(webinar, form=form), 422)
    try:
        with unit_of_work():
            wait = services.wait_before_another(asking_network())
            if not wait:
                told = {"answers": form.answers, "needs": form.needs.data or ""}
                services.register_guest(webinar.id, name=form.name.data, email=form.email.data, **told)
    except NotThere:
        abort(404)
    except Refused as error:
        return refused(webinar, form, error.words)
    if wait:
        response = refused(webinar, form, too_many(wait), 429)
        response.headers["Retry-After"] = str(wait)
        return response
    return mail_sent(webinar, form.email.data)


def too_many(wait: int) -> str:
    minutes = -(-wait // 60)
    time = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"Too many tries. Please wait {time}, then try again."


def mail_sent(webinar: WebinarPage, email: str) -> Response:
    """What to do now that a mail is on its way."""
    session[SENT_TO] = email
    if not wants_fragment():
        return make_response(redirect(f"{webinar.path}/check-mail", 303))
    response = answer(seat_of(webinar, sent_to=email, mail_is_kept=mail_is_kept()))
    response.headers["HX-Trigger"] = CHANGED
    return response


@bp.get(PATH + "<slug>/check-mail")
def check_mail(slug: str) -> Response:
    """The same as a page; for a browser that asked for nothing, the webinar's own."""
    webinar, email = webinar_or_404(slug), session.get(SENT_TO, "")
    if not email:
        return make_response(redirect(webinar.path, 303))
    return answer(seat_of(webinar, sent_to=email, mail_is_kept=mail_is_kept()))


@bp.get(PATH + "<slug>/give-up")
@member_only
def ask_to_give_up(slug: str) -> Response:
    """Whether to give up: who only follows a link changes nothing."""
    webinar = webinar_or_404(slug)
    place = own_place(webinar)
    if place.standing not in TOOK_EFFECT:
        abort(404)
    return answer(seat_of(webinar, place, is_leaving=True))


@bp.post(PATH + "<slug>/give-up")
@member_only
def give_up(slug: str) -> Response:
    """Give up one's place, or leave the waiting list."""
    return change(slug, services.give_up, "Your registration is canceled.")


@bp.post(PATH + "<slug>/undo")
@member_only
def undo(slug: str) -> Response:
    """Come back after giving up, at the tail."""
    return change(slug, services.undo, "Your registration is noted.")


@bp.post(PATH + "<slug>/take")
@member_only
def take_place(slug: str) -> Response:
    """Take the place that is kept for who is next in line."""
    return change(slug, services.take_place, "You are registered.")


def change(slug: str, verb: Callable[[int], Registration], said: str) -> Response:
    """Do something with one's own registration; who has none finds nothing."""
    webinar = webinar_or_404(slug)
    own = own_place(webinar).id
    if own is None:
        abort(404)
    if refusal := refusal_of(partial(verb, own)):
        return answer(seat_of(webinar, problem=refusal), 409)
    return done(webinar, said)

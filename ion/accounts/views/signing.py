"""Signing in and out, and staying signed in."""

from flask import Response, flash, make_response, redirect, request, session

from ion.accounts import queries, services
from ion.accounts.forms import SignInForm
from ion.accounts.views.blueprint import (
    agent,
    bp,
    page,
    present_sign_in,
    settings,
    signed_in,
    too_many,
)
from ion.core import clock, sightings
from ion.core.unit_of_work import unit_of_work
from ion.web.guards import local_path, member
from ion.web.login import take_cookie, viewer
from ion.web.networks import asking_network

WRONG = "We do not know this email with this password."
LEAVING = "/account/leave"
"""Where somebody who asked to leave begins: they may take it back at any sign-in."""


@bp.get("/sign-in")
def sign_in() -> Response:
    """The form; who is signed in already is led on."""
    form = SignInForm(next=local_path(request.args.get("next")))
    if viewer():
        return make_response(redirect(form.next.data, 303))
    return page("account/sign_in.html", form=form)


@bp.post("/sign-in")
def enter() -> Response:
    """Admit who knows the password; the answer is the same for every address that is not admitted."""
    form, network = SignInForm(), asking_network()
    if not form.validate_on_submit():
        return page("account/sign_in.html", 422, form=form)
    email = form.email.data
    if wait := services.seconds_to_wait(email, network):
        return too_many("account/sign_in.html", form, wait)
    claim = services.examine(email, form.password.data)
    with unit_of_work():
        outcome = services.sign_in(
            claim,
            network=network,
            agent=agent(),
            leaving=present_sign_in(),
            in_production=settings().is_production,
        )
    if outcome.wait:
        return too_many("account/sign_in.html", form, outcome.wait)
    if outcome.sign_in is None:
        form.form_errors.append(WRONG)
        return page("account/sign_in.html", 422, form=form)
    is_leaving = claim.user_id is not None and queries.is_leaving(claim.user_id)
    return signed_in(outcome.sign_in, LEAVING if is_leaving else local_path(form.next.data))


@bp.get("/sign-out")
def leave() -> Response:
    """A page with the button: a link followed by a machine signs nobody out."""
    return page("account/sign_out.html") if viewer() else make_response(redirect("/account/sign-in", 303))


@bp.post("/sign-out")
def sign_out() -> Response:
    """End the sign-in of this browser, here and in the database."""
    if who := viewer():
        with unit_of_work():
            services.sign_out(who.sign_in_id)
    session.clear()
    flash("You are signed out.")
    response = make_response(redirect("/account/sign-in", 303))
    take_cookie(response)
    return response


@bp.post("/stay")
def stay() -> Response:
    """Note at once that the member is here: being idle begins anew. 204, so that a browser stays on its page."""
    who = member()
    sightings.was_here(who.id, who.sign_in_id, clock.now())
    return make_response("", 204)

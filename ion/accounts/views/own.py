"""What a member sees and decides about their own login."""

from flask import Response, flash, make_response, redirect

from ion.accounts import passwords, queries, services
from ion.accounts.forms import ChangePasswordForm
from ion.accounts.views.blueprint import agent, bp, page, settings, signed_in, too_many
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.web.guards import member, member_only
from ion.web.login import IDLE

WRONG_PASSWORD = "This is not your password."


@bp.get("/")
def index() -> Response:
    """Everything about the login, and the ways to what else is one's own."""
    who = member()
    return page("account/index.html", account=queries.overview(who.id))


@bp.get("/password")
@member_only
def password() -> Response:
    """The form."""
    return page("account/password.html", form=ChangePasswordForm())


@bp.post("/password")
def change_password() -> Response:
    """Keep the new password; every other browser is signed out, this one goes on under a new sign-in."""
    who = member()
    form = ChangePasswordForm()
    form.email_of_owner, form.site_name = queries.overview(who.id).email, settings().site_name
    if not form.validate_on_submit():
        return page("account/password.html", 422, form=form)
    if wait := services.seconds_to_wait_for_proof(who.id):
        return too_many("account/password.html", form, wait)
    claim = services.examine_own(who.id, form.current.data)
    password_hash = passwords.hashed(form.password.data) if claim.is_right else ""
    with unit_of_work():
        outcome = services.change_password(claim, password_hash, agent=agent())
    if outcome.wait:
        return too_many("account/password.html", form, outcome.wait)
    if outcome.sign_in is None:
        form.current.errors = [WRONG_PASSWORD]
        return page("account/password.html", 422, form=form)
    response = signed_in(outcome.sign_in, "/account/")
    flash("Your password was changed. Every other browser was signed out.")
    return response


@bp.get("/sign-ins")
def sign_ins() -> Response:
    """Where the member is signed in."""
    who = member()
    return page(
        "account/sign_ins.html", rows=queries.sign_ins(who.id, clock.now() - IDLE), present=who.sign_in_id
    )


@bp.post("/sign-ins/<int:sign_in_id>/end")
def end_sign_in(sign_in_id: int) -> Response:
    """End one of the member's own; of others' the answer tells nothing, and nothing happens to them."""
    who = member()
    with unit_of_work():
        services.end_sign_in(who.id, sign_in_id)
    flash("That browser is signed out.")
    return make_response(redirect("/account/sign-ins", 303))


@bp.post("/sign-ins/end-others")
def end_other_sign_ins() -> Response:
    """End all but the one of this browser."""
    who = member()
    with unit_of_work():
        services.end_sign_ins(who.id, but=who.sign_in_id)
    flash("Every other browser is signed out.")
    return make_response(redirect("/account/sign-ins", 303))

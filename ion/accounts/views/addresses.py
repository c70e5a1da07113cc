"""Another e-mail: asked for by its member, confirmed by the link that is sent there."""

from flask import Response, flash, make_response, redirect

from ion.accounts import queries, services
from ion.accounts.forms import ChangeEmailForm
from ion.accounts.views.blueprint import bp, page, too_many
from ion.accounts.views.own import WRONG_PASSWORD
from ion.core.unit_of_work import unit_of_work
from ion.web.guards import member
from ion.web.login import viewer


@bp.get("/email")
def email() -> Response:
    """The present address, the one that waits, and the form for another."""
    who = member()
    return page("account/email.html", form=ChangeEmailForm(), account=queries.overview(who.id))


@bp.post("/email")
def change_email() -> Response:
    """Send a link to the new address; the same answer whether somebody has it already or not."""
    who = member()
    form, account = ChangeEmailForm(), queries.overview(who.id)
    if not form.validate_on_submit():
        return page("account/email.html", 422, form=form, account=account)
    if form.email.data == account.email:
        form.email.errors = ["This is your email already."]
        return page("account/email.html", 422, form=form, account=account)
    if wait := services.seconds_to_wait_for_proof(who.id):
        return too_many("account/email.html", form, wait, account=account)
    claim = services.examine_own(who.id, form.password.data)
    with unit_of_work():
        outcome = services.ask_email(claim, form.email.data)
    if outcome.wait:
        return too_many("account/email.html", form, outcome.wait, account=account)
    if not outcome.is_done:
        form.password.errors = [WRONG_PASSWORD]
        return page("account/email.html", 422, form=form, account=account)
    flash("We sent a mail to the new address. Your email changes when you press the button behind its link.")
    return make_response(redirect("/account/email", 303))


@bp.post("/email/cancel")
def cancel_email() -> Response:
    """Keep the present address; the link that was sent is dead."""
    who = member()
    with unit_of_work():
        services.forget_waiting(who.id)
    flash("Your email stays as it is.")
    return make_response(redirect("/account/email", 303))


@bp.get("/email/<token>")
def show_new_email(token: str) -> Response:
    """A page with one button."""
    found = queries.user_of_link(queries.CHANGE_EMAIL, token)
    if found is None:
        return dead_change()
    return page("account/confirm_email.html", token=token, email=queries.waiting_email(found[1].id))


@bp.post("/email/<token>")
def confirm_email(token: str) -> Response:
    """Let the new address be the member's, in whatever browser the mail was opened."""
    try:
        with unit_of_work():
            user = services.confirm_email(token)
    except services.EmailTaken:
        return page("account/email_taken.html", 409)
    if user is None:
        return dead_change()
    flash("Your email was changed. From now on you sign in with the new one.")
    return make_response(redirect("/account/email" if viewer() else "/account/sign-in", 303))


def dead_change() -> Response:
    return page(
        "errors/dead_link.html", 404, actions=(("Change your email", "/account/email"), ("Front page", "/"))
    )

"""A new password for who forgot theirs, or was given a link by an operator."""

from flask import Response, flash, make_response, redirect

from ion.accounts import passwords, queries, services
from ion.accounts.forms import EmailForm, NewPasswordForm
from ion.accounts.views.blueprint import bp, mail_sent, page, settings, too_many
from ion.core.unit_of_work import unit_of_work
from ion.models import User
from ion.web.networks import asking_network


@bp.get("/reset")
def ask_reset() -> Response:
    """Which address?"""
    return page("account/ask_reset.html", form=EmailForm())


@bp.post("/reset")
def send_reset() -> Response:
    """Send a link; the same answer for every address."""
    form = EmailForm()
    if not form.validate_on_submit():
        return page("account/ask_reset.html", 422, form=form)
    with unit_of_work():
        wait = services.ask_reset(form.email.data, network=asking_network())
    return too_many("account/ask_reset.html", form, wait) if wait else mail_sent("reset", form.email.data)


@bp.get("/reset/<token>")
def show_reset(token: str) -> Response:
    """The form behind the link."""
    found = queries.user_of_link(queries.RESET, token)
    return (
        page("account/reset.html", form=form_for(found[1]), token=token, user=found[1])
        if found
        else dead_reset()
    )


@bp.post("/reset/<token>")
def reset(token: str) -> Response:
    """Keep the new password and end every sign-in. A password that is refused does not use up the link."""
    found = queries.user_of_link(queries.RESET, token)
    if found is None:
        return dead_reset()
    form = form_for(found[1])
    if not form.validate_on_submit():
        return page("account/reset.html", 422, form=form, token=token, user=found[1])
    password_hash = passwords.hashed(form.password.data)
    with unit_of_work():
        is_done = services.reset(token, password_hash)
    if not is_done:
        return dead_reset()
    flash("Your password was changed. Sign in with the new one.")
    return make_response(redirect("/account/sign-in", 303))


def form_for(user: User) -> NewPasswordForm:
    form = NewPasswordForm()
    form.email_of_owner, form.site_name = user.email, settings().site_name
    return form


def dead_reset() -> Response:
    return page(
        "errors/dead_link.html",
        404,
        actions=(("Get a new link", "/account/reset"), ("Sign in", "/account/sign-in")),
    )

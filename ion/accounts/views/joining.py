"""Joining: the form, the mail, the button behind its link."""

from flask import Response, make_response, redirect, session

from ion.accounts import passwords, queries, services
from ion.accounts.forms import EmailForm, SignUpForm
from ion.accounts.views.blueprint import (
    SENT_TO,
    agent,
    bp,
    mail_sent,
    page,
    present_sign_in,
    settings,
    signed_in,
    too_many,
)
from ion.core.unit_of_work import unit_of_work
from ion.web.login import viewer
from ion.web.networks import asking_network

WELCOME = "/people/welcome"
"""Three questions for who has just joined; a page of the directory."""


@bp.get("/sign-up")
def sign_up() -> Response:
    """The form; who is signed in already has joined."""
    return (
        make_response(redirect("/account/", 303))
        if viewer()
        else page("account/sign_up.html", form=SignUpForm())
    )


@bp.post("/sign-up")
def join() -> Response:
    """Send a mail to the address; the same work and the same answer for known and unknown ones."""
    form, network = SignUpForm(), asking_network()
    form.site_name = settings().site_name
    if not form.validate_on_submit():
        return page("account/sign_up.html", 422, form=form)
    wait = services.seconds_to_wait_for_mail(network)
    if not wait:
        password_hash = passwords.hashed(form.password.data)
        with unit_of_work():
            wait = services.sign_up(form.name.data, form.email.data, password_hash, network=network)
    return too_many("account/sign_up.html", form, wait) if wait else mail_sent("join", form.email.data)


@bp.get("/check-mail")
def check_mail() -> Response:
    """What to do now that a mail is on its way."""
    kind, email = session.get(SENT_TO, ("", ""))
    return page("account/check_mail.html", kind=kind, email=email, is_kept=not settings().smtp_url)


@bp.get("/confirm")
def ask_again() -> Response:
    """For who lost the mail, or waited too long."""
    return page("account/ask_again.html", form=EmailForm())


@bp.post("/confirm")
def send_again() -> Response:
    """Send the link once more; the same answer for every address."""
    form = EmailForm()
    if not form.validate_on_submit():
        return page("account/ask_again.html", 422, form=form)
    with unit_of_work():
        wait = services.ask_confirmation(form.email.data, network=asking_network())
    return too_many("account/ask_again.html", form, wait) if wait else mail_sent("again", form.email.data)


@bp.get("/confirm/<token>")
def show_confirmation(token: str) -> Response:
    """A page with one button: whoever only follows links changes nothing."""
    found = queries.user_of_link(queries.CONFIRM, token)
    if found is None or found[1].confirmed_at:
        return dead_confirmation()
    return page("account/confirm.html", token=token, user=found[1])


@bp.post("/confirm/<token>")
def confirm(token: str) -> Response:
    """Confirm the address, sign in, and lead to the first questions."""
    with unit_of_work():
        sign_in = services.confirm(token, agent=agent(), leaving=present_sign_in())
    return signed_in(sign_in, WELCOME) if sign_in else dead_confirmation()


def dead_confirmation() -> Response:
    actions = (("Sign in", "/account/sign-in"), ("Get a new link", "/account/confirm"))
    return page("errors/dead_link.html", 404, actions=actions)

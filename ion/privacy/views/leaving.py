"""Leaving ION: what happens, the choice, the password, and the way back."""

from flask import Response

from ion.accounts import services as accounts
from ion.core.access import scopes
from ion.core.unit_of_work import unit_of_work
from ion.privacy.forms import KEEP, LeaveForm
from ion.privacy.queries.departures import departure
from ion.privacy.queries.roles import roles
from ion.privacy.services import leaving
from ion.privacy.services.refusals import Refused
from ion.privacy.views.blueprint import bp, page, said
from ion.web.guards import member

PATH = "/account/leave"
WRONG_PASSWORD = "This is not your password."


def draw(status: int = 200, form: LeaveForm | None = None) -> Response:
    """The page: the form, or what is left to do for who leaves already."""
    who = member()
    return page(
        "privacy/leave.html",
        status,
        form=form or LeaveForm(formdata=None),
        roles=roles(who.person_id),
        departure=departure(who.id),
    )


@bp.get(PATH)
def leave() -> Response:
    """What leaving means, and the form for it."""
    return draw()


@bp.post(PATH)
def ask_to_leave() -> Response:
    """Let the account be deleted in two weeks."""
    who, form = member(), LeaveForm()
    form.scopes = scopes(who)
    if not form.validate_on_submit():
        return draw(422, form)
    if wait := accounts.seconds_to_wait_for_proof(who.id):
        return too_many(form, wait)
    claim = accounts.examine_own(who.id, form.password.data)
    try:
        with unit_of_work():
            outcome = leaving.ask(
                claim,
                keeps=form.keeps.data == KEEP,
                to_person_id=form.person_id,
                sign_in_id=who.sign_in_id,
            )
    except Refused as refused:
        form.form_errors.append(refused.words)
        return draw(409, form)
    if outcome.wait:
        return too_many(form, outcome.wait)
    if not outcome.is_done:
        form.password.errors = [WRONG_PASSWORD]
        return draw(422, form)
    return said("You asked to leave. We sent you a mail with the day, and how to take it back.", PATH)


@bp.post(f"{PATH}/back")
def stay_after_all() -> Response:
    """Let the account stay."""
    who = member()
    with unit_of_work():
        stays = leaving.take_back(who.id)
    words = "Your account stays. Good to have you." if stays else "Your account was not going to be deleted."
    return said(words, "/account/")


def too_many(form: LeaveForm, seconds: int) -> Response:
    minutes = -(-seconds // 60)
    time = "1 minute" if minutes == 1 else f"{minutes} minutes"
    form.form_errors.append(f"Too many tries. Please wait {time}, then try again.")
    response = draw(429, form)
    response.headers["Retry-After"] = str(seconds)
    return response

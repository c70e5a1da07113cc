"""The blueprint of accounts and what its views share. It stands alone, so that every module of views may import it."""

from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, session

from ion.accounts.services import FreshSignIn
from ion.base.config import Settings
from ion.web.forms import Form
from ion.web.login import give_cookie, viewer

bp = Blueprint("accounts", __name__, url_prefix="/account")
SENT_TO = "sent_to"
"""In the session: what this browser last asked us to send (join, again or reset), and to which address."""


@bp.after_request
def keep_private(response: Response) -> Response:
    """No page about a login is kept by a browser, whoever looks at it."""
    response.headers["Cache-Control"] = "no-store"
    return response


def settings() -> Settings:
    found: Settings = current_app.extensions["ion.settings"]
    return found


def agent() -> str:
    return request.headers.get("User-Agent", "")


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of this room."""
    return make_response(render_template(template, **context), status)


def too_many(template: str, form: Form, seconds: int, **context: Any) -> Response:
    """The form again, with how long to wait; what was typed stays in it, passwords excepted."""
    minutes = -(-seconds // 60)
    time = "1 minute" if minutes == 1 else f"{minutes} minutes"
    form.form_errors.append(f"Too many tries. Please wait {time}, then try again.")
    response = page(template, 429, form=form, **context)
    response.headers["Retry-After"] = str(seconds)
    return response


def signed_in(sign_in: FreshSignIn, path: str) -> Response:
    """Give this browser the sign-in and lead it on. Its session begins anew, so nothing planted before is left."""
    session.clear()
    response = make_response(redirect(path, 303))
    give_cookie(response, sign_in.token, sign_in.expires_at)
    return response


def present_sign_in() -> int:
    """The sign-in of this browser, which the next one takes the place of; 0 for none."""
    who = viewer()
    return who.sign_in_id if who else 0


def mail_sent(kind: str, email: str) -> Response:
    """To the page that says so, the same for every address."""
    session[SENT_TO] = (kind, email)
    return make_response(redirect("/account/check-mail", 303))

"""Errors in words: a page for a browser, a block for htmx, always with the request id."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from flask import Flask, Response, abort, current_app, g, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, TooManyRequests, Unauthorized

from ion.base.extensions import db
from ion.core import items
from ion.models import OldAddress
from ion.web.fragments import wants_fragment
from ion.web.guards import local_path
from ion.web.limits import seconds_left
from ion.web.login import viewer_scopes
from ion.web.logs import told_path

Actions = Sequence[tuple[str, str]]
ACTIONS: Actions = (("Search ION", "/search"), ("Front page", "/"))
SIGN_IN = "/account/sign-in"
WORDS = {
    400: ("We could not read that request", "Go back, check what you entered, and try again."),
    401: (
        "Sign in to go on",
        "You were signed out, or never signed in. Nothing was saved. After signing in, go back in your browser: "
        "it keeps what you typed.",
    ),
    403: ("You cannot open this page", "It is meant for other people of the network."),
    404: (
        "We cannot find that page",
        "The address may be mistyped, or the page was withdrawn. Try a search, or start from the front page.",
    ),
    405: ("That does not work here", "This address does not take that kind of request."),
    413: ("That is too large", "Send less text or a smaller file."),
    429: (
        "Too many requests",
        "Please wait a minute, then try again. Nothing you typed was lost on our side.",
    ),
    500: ("Something went wrong on our side", "It has been written down. Please try again in a minute."),
    503: ("ION is busy or being updated", "Please try again in a minute."),
}
EXPIRED_FORM = (
    "This form is no longer valid",
    "Reload the page and send it again; your text is still in your browser.",
)


def render(status: int, title: str, text: str, actions: Actions = ACTIONS) -> Response:
    """The error as a page or a block; `actions` are (label, path) of where to go instead."""
    number = g.get("request_id", "")
    if wants_fragment():
        html = render_template("errors/block.html", title=title, text=f"{text} (Number {number})")
    else:
        html = render_template(
            "errors/page.html", status=status, title=title, text=text, actions=actions, request_id=number
        )
    response = make_response(html, status)
    response.vary.add("HX-Request")
    return response


def words_of(status: int) -> tuple[str, str]:
    return WORDS.get(status, (HTTPStatus(status).phrase, "Please try again, or start from the front page."))


def on_http_error(error: HTTPException) -> Any:
    try:
        return answer(error)
    except Exception as crash:  # noqa: BLE001 - the database may go while we look for words
        return on_crash(crash)


def answer(error: HTTPException) -> Any:
    if isinstance(error, NotFound) and (moved := moved_to(request.path)):
        return redirect(moved, 301)
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, Unauthorized):
        return sign_in_first()
    words = EXPIRED_FORM if isinstance(error, CSRFError) else words_of(error.code)
    response = render(error.code, *words)
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(seconds_left())
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def sign_in_first() -> Response:
    """To the sign-in page and back: by a redirect for a reader, in words where something was sent."""
    if wants_fragment():
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = local_path(f"{page.path}?{page.query}" if page.query else page.path)
        response = make_response("", 401, {"HX-Redirect": f"{SIGN_IN}?{urlencode({'next': back})}"})
    elif request.method in ("GET", "HEAD"):
        back = local_path(request.full_path.rstrip("?"))
        response = make_response(redirect(f"{SIGN_IN}?{urlencode({'next': back})}", 303))
    else:
        page = urlsplit(request.referrer or "")
        back = local_path(page.path if page.netloc == request.host else "/")
        again = f"{SIGN_IN}?{urlencode({'next': back})}" if back != "/" else SIGN_IN
        response = render(401, *words_of(401), actions=[("Sign in", again), ("Front page", "/")])
    response.headers["Cache-Control"] = "no-store"
    return response


def on_crash(error: Exception) -> Response:
    structlog.get_logger("ion.error").error("crash", path=told_path(), exc_info=error)
    db.session.rollback()
    status = 503 if isinstance(error, OperationalError | NoConnectionLeft) else 500
    try:
        return render(status, *words_of(status))
    except Exception:  # noqa: BLE001 - the error page must not fail because its own parts did
        return make_response(
            "\n".join(words_of(status)), status, {"Content-Type": "text/plain; charset=utf-8"}
        )


def moved_to(path: str) -> str | None:
    """Where an old address leads now; None where it leads nowhere, or round in a circle."""
    first = leads_to(path) or leads_to(path + "/") or leads_to(path.rstrip("/"))
    seen, target = {path}, first
    while target and target not in seen:
        seen.add(target)
        target = leads_to(target)
    return None if target else first


def leads_to(path: str) -> str | None:
    """The item that the reader may see, the path here, or the address elsewhere, that took this address' place."""
    row = None if "\x00" in path else db.session.get(OldAddress, path)
    if row is None:
        return None
    if row.item_id is None:
        ours = row.target.removeprefix(current_app.extensions["ion.site"].public_url)
        return ours if ours.startswith("/") else row.target
    found = items.subjects([row.item_id], viewer_scopes()).get(row.item_id)
    return found.path if found else None


def refuse_null() -> None:
    """No address holds a null, and PostgreSQL cannot even be asked about one."""
    if "\x00" in request.path:
        abort(404)


def install(app: Flask) -> None:
    """Answer every error ourselves."""
    app.before_request(refuse_null)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_crash)

"""Errors in words: a page for a browser, a block for htmx, always with the request id."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, NotFound

from ion.base.extensions import db
from ion.core import items
from ion.models import OldAddress
from ion.web.fragments import wants_fragment
from ion.web.login import viewer_scopes

WORDS = {
    400: ("We could not read that request", "Go back, check what you entered, and try again."),
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


def render(status: int, title: str, text: str) -> Response:
    """The error as a page or a block."""
    template = "errors/block.html" if wants_fragment() else "errors/page.html"
    actions = [("Search ION", "/search"), ("Front page", "/")]
    html = render_template(
        template, status=status, title=title, text=text, actions=actions, request_id=g.get("request_id", "")
    )
    response = make_response(html, status)
    response.vary.add("HX-Request")
    return response


def words_of(status: int) -> tuple[str, str]:
    return WORDS.get(status, (HTTPStatus(status).phrase, "Please try again, or start from the front page."))


def on_http_error(error: HTTPException) -> Any:
    if isinstance(error, NotFound) and (moved := moved_to(request.path)):
        return redirect(moved, 301)
    if error.code is None or error.code < 400:
        return error
    words = EXPIRED_FORM if isinstance(error, CSRFError) else words_of(error.code)
    response = render(error.code, *words)
    if retry := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(retry)
    return response


def on_crash(error: Exception) -> Response:
    structlog.get_logger("ion.error").error("crash", path=request.path, exc_info=error)
    db.session.rollback()
    status = 503 if isinstance(error, OperationalError) else 500
    try:
        return render(status, *words_of(status))
    except Exception:  # noqa: BLE001 - the error page must not fail because its own parts did
        return make_response(
            "\n".join(words_of(status)), status, {"Content-Type": "text/plain; charset=utf-8"}
        )


def moved_to(path: str) -> str | None:
    """Where an old address leads now: an item that the reader may see, a path here, or an address elsewhere."""
    row = db.session.get(OldAddress, path) or db.session.get(OldAddress, path.rstrip("/") + "/")
    if row is None:
        return None
    if row.item_id is None:
        return row.target if urlsplit(row.target).path != path else None
    found = items.subjects([row.item_id], viewer_scopes()).get(row.item_id)
    return found.path if found and found.path != path else None


def install(app: Flask) -> None:
    """Answer every error ourselves."""
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_crash)

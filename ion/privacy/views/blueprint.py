"""The blueprint of privacy and what its views share."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template

bp = Blueprint("privacy", __name__)


@bp.after_request
def keep_private(response: Response) -> Response:
    """No page about somebody's data is kept by a browser."""
    response.headers["Cache-Control"] = "no-store"
    return response


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of this room."""
    return make_response(render_template(template, **context), status)


def said(words: str, path: str) -> Response:
    """On to a page that says what was done."""
    flash(words)
    return make_response(redirect(path, 303))

"""The blueprint of the pages of ION staff."""

from flask import Blueprint, Response, make_response, redirect

bp = Blueprint("staff", __name__)


def back_to(path: str) -> Response:
    """On to a page, after a POST."""
    return make_response(redirect(path, 303))

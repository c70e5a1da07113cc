"""Where the pages of this room stand."""

from flask import Blueprint

bp = Blueprint("mentoring", __name__, url_prefix="/mentoring")

"""Where the pages of this room stand."""

from flask import Blueprint

bp = Blueprint("mentoring_program", __name__, url_prefix="/staff/mentoring")

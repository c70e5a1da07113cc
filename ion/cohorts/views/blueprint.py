"""Where the pages of this room stand."""

from flask import Blueprint

bp = Blueprint("cohorts", __name__)

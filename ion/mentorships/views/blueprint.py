"""Where the pages of this room stand."""

from flask import Blueprint

bp = Blueprint("mentorships", __name__)
PATH = "/mentoring/mentorships"

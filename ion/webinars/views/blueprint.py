"""The blueprint of the webinars room."""

from flask import Blueprint

bp = Blueprint("webinars", __name__)

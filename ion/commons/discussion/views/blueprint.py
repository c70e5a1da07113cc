"""The blueprint of the discussion."""

from flask import Blueprint

bp = Blueprint("discussion", __name__)

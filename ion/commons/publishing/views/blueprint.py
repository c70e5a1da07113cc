"""The blueprint of publishing: the desk, the pages of one item, previews."""

from flask import Blueprint

bp = Blueprint("publishing", __name__)

"""The blueprint of the directory. It stands alone, so that every module of views may import it."""

from flask import Blueprint

bp = Blueprint("directory", __name__)

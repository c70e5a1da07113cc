"""A coarse belt against floods, per address, and one size for every form.

The exact limits of sign-in and the like are kept in tables.
"""

import time

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(
    get_remote_address, default_limits=[], headers_enabled=False, strategy="fixed-window", key_prefix="ion"
)

SEARCHES = "240 per minute"
"""Searches and live filters of one address: far above a person, far below a script."""


def install(app: Flask) -> None:
    """Count requests by address; hold a form sent as one line to the limit that Flask keeps for one in parts."""

    @app.before_request
    def one_size() -> None:
        if request.mimetype == "application/x-www-form-urlencoded":
            request.max_content_length = app.config["MAX_FORM_MEMORY_SIZE"]

    limiter.init_app(app)


def seconds_left() -> int:
    """How long whoever went over a limit with this request has to wait."""
    limit = limiter.current_limit
    return max(1, limit.reset_at - int(time.time())) if limit else 60

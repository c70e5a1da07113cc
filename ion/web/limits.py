"""A coarse belt against floods, per address; the exact limits of sign-in and the like are kept in tables."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(
    get_remote_address, default_limits=[], headers_enabled=False, strategy="fixed-window", key_prefix="ion"
)

SEARCHES = "240 per minute"
"""Searches and live filters of one address: far above a person, far below a script."""

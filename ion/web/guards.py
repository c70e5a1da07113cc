"""Small words for views: found or 404, allowed or not."""

from typing import TypeVar

from flask import abort

T = TypeVar("T")


def or_404(found: T | None) -> T:
    """The thing itself, or the same 404 that a missing address gives."""
    if found is None:
        abort(404)
    return found

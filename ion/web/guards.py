"""Small words for views: found or 404, signed in or asked to, allowed or not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import abort

from ion.core.access import Viewer
from ion.models import Grant
from ion.web.login import viewer

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])


def or_404(found: T | None) -> T:
    """The thing itself, or the same 404 that a missing address gives."""
    if found is None:
        abort(404)
    return found


def member() -> Viewer:
    """Who is looking; a visitor is asked to sign in (401: a page to browsers, an HX-Redirect to htmx)."""
    who = viewer()
    if who is None:
        abort(401)
    return who


def member_only(view: View) -> View:
    """Only for who is signed in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        member()
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]


def granted(*grants: Grant) -> Callable[[View], View]:
    """Only for who holds one of these grants; an admin may do all that editors and facilitators may."""
    needed = frozenset(grants) | {Grant.ADMIN}

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not member().grants & needed:
                abort(403)
            return view(*args, **kwargs)

        return guarded  # type: ignore[return-value]

    return guard


def local_path(address: str | None, otherwise: str = "/") -> str:
    """`address` when it is a path of this site, else `otherwise`: nobody is sent elsewhere by a link to us."""
    if not address or not address.startswith("/") or address[1:2] in ("/", "\\"):
        return otherwise
    if any(ord(letter) < 33 or ord(letter) == 127 for letter in address) or "\\" in address:
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address

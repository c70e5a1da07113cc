"""Who is asking. The cookie holds a random token; its hash is looked up in `sign_in`, one query a request."""

import hashlib
from typing import Any

from flask import Flask, Request, g
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import bindparam, select

from ion.core import clock, reading
from ion.core.access import Viewer, scopes
from ion.models import Person, SignIn, User, UserGrant


class SignedIn(UserMixin):  # type: ignore[misc]
    """Flask-Login's idea of a user, around ours."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    def get_id(self) -> str:
        return str(self.viewer.id)


def cookie_name(app: Flask) -> str:
    return "__Host-ion" if app.config["SESSION_COOKIE_SECURE"] else "ion"


def token_hash(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


SIGNED_IN = (
    select(User.id, User.person_id, Person.name, UserGrant.grant)
    .join(SignIn, SignIn.user_id == User.id)
    .join(Person, Person.id == User.person_id)
    .join(UserGrant, UserGrant.user_id == User.id, isouter=True)
    .where(SignIn.token_hash == bindparam("hash"), SignIn.expires_at > bindparam("now"))
    .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None))
)


def viewer_of(token: str) -> Viewer | None:
    """The viewer behind a token; None when it is unknown, has expired, or its user is suspended."""
    rows = reading.rows(SIGNED_IN, hash=token_hash(token), now=clock.now()).all()
    if not rows:
        return None
    first = rows[0]
    return Viewer(first.id, first.person_id, first.name, frozenset(row.grant for row in rows if row.grant))


def install(app: Flask) -> None:
    """Let Flask-Login find the viewer by the cookie, and nothing else."""
    manager = LoginManager(app)
    manager.session_protection = None  # the token row is the session: it ends when the row does

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load(request: Request) -> SignedIn | None:
        token = request.cookies.get(cookie_name(app))
        found = viewer_of(token) if token else None
        return SignedIn(found) if found else None


def viewer() -> Viewer | None:
    """Who is looking, or None for a visitor; asked of Flask-Login once a request."""
    if "viewer" not in g:
        user: Any = current_user
        g.viewer = user.viewer if user.is_authenticated else None
    found: Viewer | None = g.viewer
    return found


def viewer_scopes() -> frozenset[str]:
    """The visibility tokens of whoever is looking, worked out once a request."""
    if "scopes" not in g:
        g.scopes = scopes(viewer())
    return frozenset(g.scopes)

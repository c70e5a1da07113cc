"""Who is asking. The cookie holds a random token; its hash is looked up in `sign_in`, one query a request."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, g
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import bindparam, func, select

from ion.core import clock, reading, sightings, tallies
from ion.core.access import GROUPS, Viewer, ids_of, scopes
from ion.models import ConversationMember, Notice, Person, SignIn, User, UserGrant
from ion.web.afterwards import afterwards


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


IDLE = timedelta(hours=8)
"""A sign-in that was not used for so long has ended; `SignIn.expires_at` ends it in any case."""
NOTED_EVERY = timedelta(minutes=5)
"""A sign-in's last use is written down this often at most."""
UNREAD = (
    select(func.count())
    .select_from(Notice)
    .where(Notice.user_id == User.id, Notice.read_at.is_(None))
    .scalar_subquery()
)
MESSAGES = (
    select(func.count())
    .select_from(ConversationMember)
    .where(ConversationMember.user_id == User.id, ConversationMember.unread > 0)
    .where(ConversationMember.muted_at.is_(None), ConversationMember.left_at.is_(None))
    .scalar_subquery()
)
SIGNED_IN = (
    select(
        User.id,
        User.person_id,
        Person.name,
        Person.zone,
        UserGrant.grant,
        SignIn.id.label("sign_in_id"),
        SignIn.seen_at,
        SignIn.expires_at,
        UNREAD.label("unread"),
        MESSAGES.label("messages"),
        GROUPS.label("groups"),
    )
    .join(SignIn, SignIn.user_id == User.id)
    .join(Person, Person.id == User.person_id)
    .join(UserGrant, UserGrant.user_id == User.id, isouter=True)
    .where(SignIn.token_hash == bindparam("hash"), SignIn.expires_at > bindparam("now"))
    .where(SignIn.seen_at > bindparam("idle_since"))
    .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None))
)


def viewer_of(token: str) -> Viewer | None:
    """The viewer behind a token; None when it is unknown, has expired, or its user is suspended."""
    at = clock.now()
    rows = reading.rows(SIGNED_IN, hash=token_hash(token), now=at, idle_since=at - IDLE).all()
    if not rows:
        return None
    first = rows[0]
    return Viewer(
        id=first.id,
        person_id=first.person_id,
        name=first.name,
        grants=frozenset(row.grant for row in rows if row.grant),
        zone=first.zone,
        unread=first.unread,
        messages=first.messages,
        sign_in_id=first.sign_in_id,
        seen_at=first.seen_at,
        expires_at=first.expires_at,
        groups=ids_of(first.groups),
    )


def give_cookie(response: Response, token: str, expires_at: datetime) -> None:
    """Let this browser be signed in: the cookie holds the token, no script can read it."""
    response.set_cookie(
        cookie_name(current_app),
        token,
        expires=expires_at,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def take_cookie(response: Response) -> None:
    """Sign this browser out, and let it forget what it kept of the site."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(cookie_name(current_app), path="/", secure=secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store"


def note_visit(response: Response) -> Response:
    """Write down, after the answer, that the viewer is here; a failure is logged, never shown."""
    who: Viewer | None = g.get("viewer")
    if who is None or who.seen_at is None or clock.now() - who.seen_at < NOTED_EVERY:
        return response
    at = clock.now()
    return afterwards(response, "visit not noted", lambda: sightings.was_here(who.id, who.sign_in_id, at))


def install(app: Flask) -> None:
    """Let Flask-Login find the viewer by the cookie, and nothing else."""
    manager = LoginManager(app)
    manager.session_protection = None  # the token row is the session: it ends when the row does

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load(request: Request) -> SignedIn | None:
        token = request.cookies.get(cookie_name(app))
        found = viewer_of(token) if token else None
        return SignedIn(found) if found else None

    app.after_request(note_visit)


def viewer() -> Viewer | None:
    """Who is looking, or None for a visitor; asked of Flask-Login once a request."""
    if "viewer" not in g:
        user: Any = current_user
        g.viewer = user.viewer if user.is_authenticated else None
    found: Viewer | None = g.viewer
    return found


def viewer_scopes() -> frozenset[str]:
    """The visibility tokens of whoever is looking that any item is meant for, worked out once a request."""
    if "scopes" not in g:
        g.scopes = tallies.held_audiences(scopes(viewer()))
    return frozenset(g.scopes)

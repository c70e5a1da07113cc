"""Polls of open pages that find nothing new, answered in front of Flask: one short question, and 204.

A page that stays open asks again every few seconds, and nearly always nothing has changed. What is answered here
needs no session, form, or template, and is no use of the site: it does not keep a sign-in alive. Whatever is not quiet
(something new, no sign-in, another host) goes on to the view of that address, which decides about rights by itself.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import Engine, Row, Select, bindparam
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.http import parse_cookie

from ion.base.config import Settings
from ion.base.extensions import db
from ion.core import clock
from ion.models import SignIn, User
from ion.web.headers import A_YEAR, FIXED
from ion.web.login import IDLE, cookie_name, token_hash
from ion.web.metrics import SEEN

ASKED = re.compile(r"(?:page=\d{1,6}&)?after=(?P<after>[0-9-]{1,40})(?:&until=(?P<until>\d{1,11}))?")
"""What a page asks: what it has seen, which page of a list it is, and until when its other parts are good."""
Answer = Iterable[bytes]
Application = Callable[[dict[str, Any], Callable[..., Any]], Answer]

SIGNED_IN = (
    SignIn.token_hash == bindparam("hash"),
    SignIn.expires_at > bindparam("now", type_=SignIn.expires_at.type),
    SignIn.seen_at > bindparam("idle_since", type_=SignIn.seen_at.type),
    User.id == SignIn.user_id,
    User.suspended_at.is_(None),
    User.confirmed_at.is_not(None),
)
"""What a statement over User and SignIn says of who is signed in, as `ion.web.login` does."""


@dataclass(frozen=True, slots=True)
class Poll:
    """An address that open pages ask again and again with what they have seen, as ASKED has it.

    `path` matches it, and its named groups are whole numbers. `state` answers one row for who may ask, and none for
    others; its columns, with "-" between them, are the state. It is given the parameters of SIGNED_IN and those groups.
    """

    endpoint: str
    path: re.Pattern[str]
    state: Select[Any]


class QuietPolls:
    """A WSGI application in front of another one: answers polls that find nothing new, passes on all else."""

    def __init__(
        self, inner: Application, engine: Engine, polls: Iterable[Poll], *, cookie: str, host: str
    ) -> None:
        self.inner, self.engine, self.polls = inner, engine, tuple(polls)
        self.cookie, self.host = cookie, host

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Answer:
        poll = self.quiet_poll(environ)
        if poll is None:
            return self.inner(environ, start_response)
        SEEN.labels(poll.endpoint, "GET", "204").inc()
        headers = [*FIXED.items(), ("Cache-Control", "no-store"), ("Vary", "HX-Request")]
        if self.host and environ.get("wsgi.url_scheme") == "https":
            headers.append(("Strict-Transport-Security", A_YEAR))
        start_response("204 NO CONTENT", headers)
        return ()

    def quiet_poll(self, environ: dict[str, Any]) -> Poll | None:
        """The poll that this request is, where its state is still the one that the page has seen."""
        asked = ASKED.fullmatch(environ.get("QUERY_STRING", ""))
        if asked is None or environ["REQUEST_METHOD"] != "GET" or "HTTP_HX_REQUEST" not in environ:
            return None
        if asked["until"] and clock.now().timestamp() >= int(asked["until"]):
            return None
        if self.host and environ.get("HTTP_HOST", "").lower() != self.host:
            return None
        for poll in self.polls:
            if found := poll.path.fullmatch(environ["PATH_INFO"]):
                state = self.state_of(poll, found.groupdict(), environ.get("HTTP_COOKIE", ""))
                return poll if state == asked["after"] else None
        return None

    def state_of(self, poll: Poll, numbers: dict[str, str], cookies: str) -> str | None:
        """What a page would show now, for whom these cookies sign in; None for whom the view has to answer."""
        token = parse_cookie(cookies).get(self.cookie)
        if not token:
            return None
        at = clock.now()
        asked: dict[str, Any] = {name: int(number) for name, number in numbers.items()}
        asked |= {"hash": token_hash(token), "now": at, "idle_since": at - IDLE}
        try:
            with self.engine.connect() as connection:
                row: Row[Any] | None = connection.execute(poll.state, asked).one_or_none()
        except SQLAlchemyError as error:
            structlog.get_logger("ion.quiet").warning("poll passed on", error=type(error).__name__)
            return None
        return "-".join(map(str, row)) if row is not None else None


def install(app: Flask, settings: Settings, polls: Iterable[Poll]) -> None:
    """Put the polls in front of the application; call before what else wraps it."""
    with app.app_context():
        engine = db.engine
    host = settings.public_host.lower() if settings.is_production else ""
    app.wsgi_app = QuietPolls(app.wsgi_app, engine, polls, cookie=cookie_name(app), host=host)  # type: ignore[method-assign]

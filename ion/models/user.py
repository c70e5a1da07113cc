"""User: a login, its grants and its sign-ins. The public face is the person it belongs to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.person import Person
from ion.models.types import UTCDateTime, words


class Grant(StrEnum):
    """What a user may do on the site. Author, presenter and mentor are relations to a thing, not grants."""

    MEMBER = "member"
    EDITOR = "editor"
    FACILITATOR = "facilitator"
    ADMIN = "admin"


STAFF = frozenset({Grant.EDITOR, Grant.FACILITATOR, Grant.ADMIN})


class User(Model):
    """A login: e-mail (lower case), password hash, grants, preferences. `suspended_at` ends every right."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    preferences: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    person: Mapped[Person] = relationship()
    grants: Mapped[list["UserGrant"]] = relationship(cascade="all, delete-orphan")


class UserGrant(Model):
    """One grant held by one user."""

    __tablename__ = "user_grant"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    grant: Mapped[Grant] = mapped_column(words(Grant), primary_key=True)


class SignIn(Model):
    """One signed-in browser. The cookie holds a random token, this row its hash: ending the row ends the session."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    agent: Mapped[str] = mapped_column(String(200), default="")

    user: Mapped[User] = relationship()

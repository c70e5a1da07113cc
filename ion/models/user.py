"""User: a login, its grants and its sign-ins. The public face is the person it belongs to."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
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
    """A login: e-mail (lower case), password hash, grants, preferences. `suspended_at` ends every right.

    `suspended_until` is when a suspension ends by itself (None: when an admin ends it).
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    suspended_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
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


class Identity(Model):
    """A user as a single sign-on provider knows them: `subject` is the provider's own, lasting name."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("provider", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class LastVisit(Model):
    """When a user was last here (`seen_at`), and when the visit before this one ended (`before_at`)."""

    __tablename__ = "last_visit"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    before_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RecentSearch(Model):
    """One of the last few searches of a user, shown to that user alone. `address` is the path with its filters."""

    __tablename__ = "recent_search"
    __table_args__ = (Index("ix_recent_search_at", "user_id", "at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[str] = mapped_column(String(200), primary_key=True)
    address: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime] = mapped_column(UTCDateTime)

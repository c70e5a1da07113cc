"""Tokens and throttles: what a link in a mail proves, and how often something was tried."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime


class Token(Model):
    """A secret given out once, kept as its hash. Rules are in ion.core.tokens.

    `bound_hash` stands for what must still be so when the token is used (the e-mail, the password hash);
    `uses_left` None is as often as wished until `expires_at`.
    """

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    subject_kind: Mapped[str] = mapped_column(String(24), default="")
    subject_id: Mapped[int | None]
    bound_hash: Mapped[str] = mapped_column(String(64), default="")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    uses_left: Mapped[int | None]


class Throttle(Model):
    """How often `action` was tried by or on `subject` (a keyed hash) in the window that ends at `until`."""

    __tablename__ = "throttle"

    action: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    until: Mapped[datetime] = mapped_column(UTCDateTime, index=True)

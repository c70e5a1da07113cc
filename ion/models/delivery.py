"""Delivery: what SMTP was handed, and what became of it. Kept for 90 days."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime, words


class Fate(StrEnum):
    """What became of a mail. Only `waiting` is ever handed over; `unknown` may or may not have arrived."""

    WAITING = "waiting"
    HANDED = "handed"
    SENT = "sent"
    KEPT = "kept"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    DROPPED = "dropped"


class Delivery(Model):
    """One mail to one address. `message_id` is made with the row and never changes.

    `template` and `context` say what to write; `link` says which token the link of the mail needs (it is made when
    the mail is, so that the secret is kept nowhere). `text` and `html` are kept only where no SMTP server is set.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_fate", "fate", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(40))
    template: Mapped[str] = mapped_column(String(80))
    context: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    link: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    subject: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    fate: Mapped[Fate] = mapped_column(words(Fate), default=Fate.WAITING)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    handed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str] = mapped_column(String(500), default="")

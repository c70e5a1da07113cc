"""Newsletters: an issue, what stands in it, and to whom it goes; once each."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime, words


class NewsletterState(StrEnum):
    """Where an issue stands. From `sending` on its text and its recipients are fixed."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    CANCELED = "canceled"


class Newsletter(Model):
    """One issue. `audience` says who gets it as {"topics": [...], "states": [...], "roles": [...]}; all of it empty
    is every member who wants newsletters. `send_local` (naive wall time) and `zone` (IANA) are what a person chose;
    `send_at` is derived. `head` counts saves: a stale one is refused.
    """

    __tablename__ = "newsletter"
    __table_args__ = (Index("ix_newsletter_state", "state", "send_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    preview_text: Mapped[str] = mapped_column(String(200), default="")
    intro: Mapped[str] = mapped_column(Text, default="")
    intro_html: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[NewsletterState] = mapped_column(words(NewsletterState), default=NewsletterState.DRAFT)
    head: Mapped[int] = mapped_column(default=1)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    send_local: Mapped[datetime | None] = mapped_column(DateTime)
    zone: Mapped[str] = mapped_column(String(64), default="")
    send_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    written: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class NewsletterItem(Model):
    """An item that stands in an issue, in order."""

    __tablename__ = "newsletter_item"

    newsletter_id: Mapped[int] = mapped_column(
        ForeignKey("newsletter.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]


class NewsletterRecipient(Model):
    """Somebody an issue goes to: one row per person and per address, made in the transaction that starts the sending.

    `delivery_id` is set in the transaction that asks for the mail, so nobody is mailed twice.
    """

    __tablename__ = "newsletter_recipient"
    __table_args__ = (UniqueConstraint("newsletter_id", "address"),)

    newsletter_id: Mapped[int] = mapped_column(
        ForeignKey("newsletter.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    address: Mapped[str] = mapped_column(String(254))
    delivery_id: Mapped[int | None] = mapped_column(
        ForeignKey("delivery.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

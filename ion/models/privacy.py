"""Leaving and keeping: copies of one's own data, accounts that will be deleted, and what must not be."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime


class DataExport(Model):
    """A copy of all that a user has here, made by the worker: a ZIP archive, the file of (export, id).

    `ready_at` is when it was made, `expires_at` when it goes; `problem` says why it could not be made.
    """

    __tablename__ = "data_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ready_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    problem: Mapped[str] = mapped_column(String(500), default="")


class Departure(Model):
    """A user who asked to leave: the account is deleted at `due_at` unless they take it back or a hold covers them.

    `keeps` says whether public things stay as those of a "Former member" or leave, too. `handed` lists what was
    handed over to whom, as [{"kind", "id", "title", "role", "to"}].
    """

    __tablename__ = "departure"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    keeps: Mapped[bool] = mapped_column(default=True)
    handed: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class RecordHold(Model):
    """ION staff must keep what it covers: what a person wrote, what is about a topic, what was made in a span of time.

    Of these, those given must all hold; at least one is. While it stands (`lifted_at` None) nothing that it covers is
    deleted, withdrawn, or forgotten by age.
    """

    __tablename__ = "record_hold"
    __table_args__ = (Index("ix_record_hold_standing", "lifted_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    topic: Mapped[str | None] = mapped_column(String(120))
    since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(String(1000))
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    placed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

"""Outbox: machine work to be done after the transaction that asked for it; and the worker's pulse."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime


class OutboxRow(Model):
    """One piece of work, gone when done.

    (task, key) is unique: asking again raises `generation` instead of adding a row, and work that began on an
    older generation does not finish the newer one. `subject_kind`, `subject_id` outlive what they point to.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("task", "key"),
        Index("ix_outbox_due", "failed_at", "due_at"),
        {"sqlite_autoincrement": True},  # an id is never used again, so late work cannot finish another row
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200))
    subject_kind: Mapped[str] = mapped_column(String(24), default="")
    subject_id: Mapped[int | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    generation: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    failed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Heartbeat(Model):
    """When a background process was last alive."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)

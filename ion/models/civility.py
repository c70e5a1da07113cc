"""Civility: who does not want to hear of whom, what was reported, and what ION staff decided."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime, words


class Block(Model):
    """`user_id` does not want to be contacted by `blocked_id`, who is not told. Neither can write to the other."""

    __tablename__ = "block"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Decision(StrEnum):
    """What ION staff made of a report. To suspend or warn also hides."""

    NONE = "none"
    HIDE = "hide"
    WARN = "warn"
    SUSPEND = "suspend"


class Report(Model):
    """All that was reported of one thing at one time: (`subject_kind`, `subject_id`), and what was made of it.

    `snapshot` is what ION staff see of it, taken at the first report: it outlives the thing. `about_id` is the user
    whose thing it is. While it is open, `open_key` is "kind:id" and unique, so that a second report joins it; once it
    is decided `open_key` is None. `is_held` ones were made by the site itself (same text to many, a held word), and
    the thing waits until they are decided. `until` ends a suspension. `reason` is told to both sides; `reply` is the
    one answer of whom it concerns.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_queue", "decided_at", "created_at"),
        Index("ix_report_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    open_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    subject_kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    about_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    is_held: Mapped[bool] = mapped_column(default=False)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision: Mapped[Decision | None] = mapped_column(words(Decision))
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[str] = mapped_column(String(2000), default="")
    replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class ReportVoice(Model):
    """One user who reported it, with a cause (a key) and their own words."""

    __tablename__ = "report_voice"
    __table_args__ = (UniqueConstraint("report_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    cause: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(2000), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)

"""What publishing keeps beside an item: work in progress, what reviewers said, sign-offs, corrections, withdrawals."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.item import Item, ItemState
from ion.models.types import UTCDateTime, words
from ion.models.user import User


class Edition(Model):
    """Work on an item that its readers do not see yet; gone when it is published or discarded.

    An item that was never published has its edition's state. One that is live stays published while the edition of
    its next version is a draft, in review or scheduled. `revision` is the version in question: the newest one of a
    draft, the one that was sent in or scheduled otherwise. `publish_local` (naive wall time) and `zone` (IANA) are
    what a person chose; `publish_at` is derived from them.
    """

    __tablename__ = "edition"
    __table_args__ = (Index("ix_edition_state", "state", "publish_at"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[ItemState] = mapped_column(words(ItemState), default=ItemState.DRAFT)
    revision: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(String(1000), default="")
    publish_local: Mapped[datetime | None] = mapped_column(DateTime)
    zone: Mapped[str] = mapped_column(String(64), default="")
    publish_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    item: Mapped[Item] = relationship()


class WorkingCopy(Model):
    """What one user has typed into the form of one item: autosaved, never a revision, nobody else's.

    `content` is the form's fields as sent, None where nothing unsaved is kept; `base` the revision it began from;
    `seen_at` says when the user last had the form open.
    """

    __tablename__ = "working_copy"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    base: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    saved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Verdict(StrEnum):
    """What a reviewer said of one revision."""

    APPROVED = "approved"
    CHANGES = "changes"


class EditorialReview(Model):
    """One reviewer's word on one revision."""

    __tablename__ = "editorial_review"
    __table_args__ = (Index("ix_editorial_review_item", "item_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    revision: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    verdict: Mapped[Verdict] = mapped_column(words(Verdict))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    user: Mapped[User | None] = relationship()


class SignOff(Model):
    """An office cleared one revision; `office` is a key of the setting that lists the sign-offs of a kind."""

    __tablename__ = "sign_off"
    __table_args__ = (Index("ix_sign_off_item", "item_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    revision: Mapped[int]
    office: Mapped[str] = mapped_column(String(60))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    signed_by: Mapped[str] = mapped_column(String(200))
    signed_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    user: Mapped[User | None] = relationship()


class Correction(Model):
    """A dated note that readers of a live item see: what was wrong and was put right."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    text: Mapped[str] = mapped_column(String(1000))


class Withdrawal(Model):
    """Why an item is withdrawn; gone when it is published again. `reason` is a key of WITHDRAWAL_REASONS."""

    __tablename__ = "withdrawal"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(String(24))
    note: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)

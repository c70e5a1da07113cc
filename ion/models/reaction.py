"""Reactions: what members like, save and follow."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime


class ItemLike(Model):
    """One user likes one item; `item_count.likes` is their number."""

    __tablename__ = "item_like"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class SavedItem(Model):
    """One item a user keeps at hand, with a note (plain text) that only this user reads."""

    __tablename__ = "saved_item"
    __table_args__ = (Index("ix_saved_item_at", "user_id", "at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Follow(Model):
    """A user wants to hear of a thing: (topic, youth), (state, CO), (role, employers), (person, "7"), (practice, "12").

    `key` is a facet key, or an id as text; it may outlive the thing.
    """

    __tablename__ = "follow"
    __table_args__ = (Index("ix_follow_followed", "kind", "key", "user_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)

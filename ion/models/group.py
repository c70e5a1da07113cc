"""Peer-learning group: people who meet in a series of calls, with a facilitator and a discussion page."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.item import Item
from ion.models.types import UTCDateTime, words
from ion.models.user import User


class PeerGroup(Model):
    """One group: an item, so that it is written, published, found and followed as others are.

    Its calls are the webinars of `series`. `facilitator_id` is a person. `rhythm` says in words when it meets.
    `is_open` groups are joined at once; in others the facilitator lets people in.
    """

    __tablename__ = "peer_group"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    series: Mapped[str] = mapped_column(String(120), default="", index=True)
    facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    rhythm: Mapped[str] = mapped_column(String(300), default="")
    is_open: Mapped[bool] = mapped_column(default=True)

    item: Mapped[Item] = relationship()


class GroupStanding(StrEnum):
    """Where somebody stands with a group."""

    ASKED = "asked"
    MEMBER = "member"
    FACILITATOR = "facilitator"


class GroupMember(Model):
    """One user in one group, or asking to be let in. Those let in hold the token group:<id>."""

    __tablename__ = "group_member"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("peer_group.item_id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    standing: Mapped[GroupStanding] = mapped_column(words(GroupStanding), default=GroupStanding.ASKED)
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship()

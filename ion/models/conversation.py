"""Conversations: people who write to each other, what they wrote, and where each of them stands in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.types import UTCDateTime
from ion.models.user import User


class Conversation(Model):
    """Two people, or a small group with a `title`. Its row is locked by every write, so numbers have no gaps.

    `pair` names the two of a one-to-one ("3:17", the lower user id first), None for a group: two people have one.
    `last_number` is the number of the newest message that everyone in it sees, `version` rises with every change
    that a page of it shows (a message sent, changed, withdrawn, hidden; a person who joined or left).
    A first contact is a request: `asked_by_id` asked, and until `answered_at` only the first message stands in it;
    `declined_at` ends it. Where no request was needed, `answered_at` is `created_at` and `asked_by_id` is None.
    """

    __tablename__ = "conversation"

    id: Mapped[int] = mapped_column(primary_key=True)
    pair: Mapped[str | None] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(120), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    declined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_number: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=0)

    members: Mapped[list["ConversationMember"]] = relationship(cascade="all, delete-orphan")

    @property
    def is_request(self) -> bool:
        """Whether it waits for an answer, or was declined."""
        return self.answered_at is None

    @property
    def path(self) -> str:
        return f"/messages/{self.id}"


class ConversationMember(Model):
    """One user in one conversation: what they have read, how they keep it, and what they are typing.

    Messages up to `read_number` are read; `unread` counts those of others beyond it. They see messages from
    `from_number` on (people who are added later do not see what was written before), and up to `until_number` once
    they left (`left_at`). `mailed_number` is the newest message that a mail told of. `draft` is what is typed and not
    sent. An archived conversation comes back with the next message; a muted one sends no mail and no badge.
    """

    __tablename__ = "conversation_member"
    __table_args__ = (Index("ix_conversation_member_unread", "user_id", "unread"),)

    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    from_number: Mapped[int] = mapped_column(default=1)
    until_number: Mapped[int | None]
    read_number: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    unread: Mapped[int] = mapped_column(default=0)
    mailed_number: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    muted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    draft: Mapped[str] = mapped_column(Text, default="")
    draft_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship()


class Message(Model):
    """One message. `number` is its place in the conversation, given when others may see it; None while it is held.

    `version` is the conversation's at its last change. `client_id` is made where it was typed: the same one again is
    the same message. `user_id` None is somebody who left ION. `words` is the plain text in lower case, for search of
    one's own; `same_hash` tells the same text sent to many. `cards` are the things on the site that it links to, as
    [{"item": id, "path": "/practices/x"}]. `held` says in words why it waits for ION staff (empty: it does not).
    Withdrawn text is emptied, and its files are gone. What ION staff hid (`hidden_at`) is shown to nobody, and kept in
    case they look at it once more.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "user_id", "client_id"),
        Index("ix_message_number", "conversation_id", "number"),
        Index("ix_message_version", "conversation_id", "version"),
        Index("ix_message_same", "user_id", "same_hash", "created_at"),
        Index("ix_message_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    number: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=0)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    client_id: Mapped[str] = mapped_column(String(64))
    markdown: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    same_hash: Mapped[str] = mapped_column(String(64), default="")
    cards: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    held: Mapped[str] = mapped_column(String(200), default="")
    via: Mapped[str] = mapped_column(String(8), default="web")


class MessageMail(Model):
    """When a user was last mailed about messages: one mail, then at most one in every window."""

    __tablename__ = "message_mail"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    mailed_at: Mapped[datetime] = mapped_column(UTCDateTime)

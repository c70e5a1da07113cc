"""Comments of members on an item."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.person import Person
from ion.models.types import UTCDateTime, words


class CommentState(StrEnum):
    """Where a comment stands. A held one waits for ION staff; a refused one is seen by its writer alone."""

    HELD = "held"
    SHOWN = "shown"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Comment(Model):
    """One comment; `parent_id` is the comment it answers, which itself answers none. Withdrawn text is emptied."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_item", "item_id", "state", "created_at"),
        Index("ix_comment_state", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    state: Mapped[CommentState] = mapped_column(words(CommentState), default=CommentState.HELD)
    markdown: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    person: Mapped[Person] = relationship()

"""Questions that people ask of an item, what was answered, and polls."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime, words


class QuestionState(StrEnum):
    """Where a question stands. A held or refused one is seen by its asker and moderators alone."""

    HELD = "held"
    OPEN = "open"
    ANSWERED = "answered"
    MERGED = "merged"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Question(Model):
    """One question about an item. Peers never learn who asked; staff do.

    It was asked by a user, by a guest (`registration_id`), or on the platform (`asker` is the name it gave, `source`
    the report). `second` is when it was answered live, in seconds from the start (None: not live). An open one has an
    owner, who sees to it that it is answered. `votes` counts QuestionVote.
    """

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_item", "item_id", "state", "votes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    asker: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[QuestionState] = mapped_column(words(QuestionState), default=QuestionState.HELD)
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), index=True
    )
    votes: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_html: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    second: Mapped[int | None]


class QuestionVote(Model):
    """One voter wants one question answered. `voter` is "user:<id>" or "registration:<id>"."""

    __tablename__ = "question_vote"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    voter: Mapped[str] = mapped_column(String(40), primary_key=True)


class Poll(Model):
    """A question with choices, one of which each voter may take; `counts` are the platform's, by choice, where it ran
    there. Results are shown once it is closed."""

    __tablename__ = "poll"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    counts: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    source: Mapped[str] = mapped_column(String(80), default="")
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class PollVote(Model):
    """What one voter chose: the place of the choice in the poll's list."""

    __tablename__ = "poll_vote"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True)
    voter: Mapped[str] = mapped_column(String(40), primary_key=True)
    choice: Mapped[int]


class QuestionSheet(Model):
    """All questions and polls about one item: `version` rises with every change that a page of them shows."""

    __tablename__ = "question_sheet"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)

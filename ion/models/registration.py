"""Registration: who comes to a webinar, who waits, who was there, and what they said of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.types import UTCDateTime, words
from ion.models.user import User


class Standing(StrEnum):
    """Where a registration stands. A pending one is a guest's whose address is not confirmed: it holds no seat."""

    PENDING = "pending"
    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Registration(Model):
    """One person's registration for one webinar: a user's, or a guest's by `email` (lower case; None for a user).

    `number` is the place in the order in which seats were asked for, from the webinar's `line_number`, drawn anew
    when somebody registers again. `seated_at` is when the seat was had (None: never), `was_waiting` whether it came by
    moving up. `answers` are by the keys of the webinar's `asks`. `needs` is what the person asked for to take part.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("webinar_id", "user_id"),
        UniqueConstraint("webinar_id", "email"),
        Index("ix_registration_line", "webinar_id", "state", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.item_id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    zone: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[Standing] = mapped_column(words(Standing), default=Standing.PENDING)
    number: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    was_waiting: Mapped[bool] = mapped_column(default=False)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    needs: Mapped[str] = mapped_column(String(1000), default="")

    user: Mapped[User | None] = relationship()


class AttendeeMail(Model):
    """A mail that one registrant was sent on one occasion ("reminder-24", "moved-3" …): never a second one."""

    __tablename__ = "attendee_mail"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    occasion: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Wish(StrEnum):
    """What a member wants to be told of a webinar that one cannot register for now."""

    OPENS = "opens"
    AGAIN = "again"


class Interest(Model):
    """A member wants to be told when registration opens, or when the webinar is run again; `told_at` is once."""

    __tablename__ = "interest"

    webinar_id: Mapped[int] = mapped_column(
        ForeignKey("webinar.item_id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    wish: Mapped[Wish] = mapped_column(words(Wish), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Presence(StrEnum):
    """How it is known that somebody was there."""

    CHECK_IN = "check_in"
    REPORT = "report"
    PHONE = "phone"


class Attendance(Model):
    """Somebody was there. Callers by phone are counted without a registration; `minutes` None is unknown."""

    __tablename__ = "attendance"

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.item_id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    report_id: Mapped[int | None] = mapped_column(
        ForeignKey("platform_report.id", ondelete="CASCADE"), index=True
    )
    presence: Mapped[Presence] = mapped_column(words(Presence))
    minutes: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Feedback(Model):
    """What one attendee said of a webinar: `rating` from 1 to 5, and words."""

    __tablename__ = "feedback"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.item_id", ondelete="CASCADE"), index=True)
    rating: Mapped[int]
    useful: Mapped[str] = mapped_column(Text, default="")
    better: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)

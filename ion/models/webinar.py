"""Webinar: an item with a time. The wall time and its zone are the truth; the instants follow from them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.item import Item
from ion.models.recording import Recording
from ion.models.types import UTCDateTime


class Webinar(Model):
    """One webinar. Its item's authors are the presenters, in order; `moderator_id` is a person.

    `starts_local` is wall time in `zone` (IANA), chosen by a person; `starts_at` and `ends_at` are derived from it,
    as `opens_at` and `closes_at` (of registration; None: from publication on, until the end) from their wall times.
    `sequence` rises with every change that calendars must hear of.

    `takes_registration` says whether one registers here. `capacity` None is without limit; `line_number` is the last
    place in line that was given out, ever. Nobody moves up from the waiting list later than `promotes_until` minutes
    before the start. `join_url` is shown to registrants alone, from `join_minutes` before the start.

    `asks` are the questions of registration: [{"key", "kind": "text" | "choice" | "several", "label", "required",
    "choices"}]; `agenda` its parts: [{"minutes", "title", "who", "part"}], see ion.webinars.agenda.
    """

    __tablename__ = "webinar"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    series: Mapped[str] = mapped_column(String(120), default="", index=True)
    host: Mapped[str] = mapped_column(String(300), default="")
    starts_local: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    zone: Mapped[str] = mapped_column(String(64))
    length_minutes: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_note: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    sequence: Mapped[int] = mapped_column(default=0)

    moderator_id: Mapped[int | None] = mapped_column(index=True)
    takes_registration: Mapped[bool] = mapped_column(default=False, server_default="0")
    capacity: Mapped[int | None]
    line_number: Mapped[int] = mapped_column(default=0, server_default="0")
    opens_local: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_local: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    promotes_until: Mapped[int] = mapped_column(default=60, server_default="60")
    join_url: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    join_minutes: Mapped[int] = mapped_column(default=15, server_default="15")

    has_captions: Mapped[bool] = mapped_column(default=False, server_default="0")
    has_sign_language: Mapped[bool] = mapped_column(default=False, server_default="0")
    phone_audio: Mapped[str] = mapped_column(String(300), default="", server_default="")
    ask_by: Mapped[date | None]

    asks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    omb_number: Mapped[str] = mapped_column(String(40), default="", server_default="")
    privacy_note: Mapped[str] = mapped_column(String(1000), default="", server_default="")
    agenda: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    copied_from_id: Mapped[int | None]

    item: Mapped[Item] = relationship()
    recordings: Mapped[list[Recording]] = relationship(cascade="all, delete-orphan", order_by=Recording.id)

    @property
    def path(self) -> str:
        return f"/webinars/{self.item.slug}"


class WebinarPractice(Model):
    """A practice that a webinar is about, in order."""

    __tablename__ = "webinar_practice"

    webinar_id: Mapped[int] = mapped_column(
        ForeignKey("webinar.item_id", ondelete="CASCADE"), primary_key=True
    )
    practice_id: Mapped[int] = mapped_column(
        ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

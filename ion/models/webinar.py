"""Webinar: an item with a time. The wall time and its zone are the truth; the instants follow from them."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.item import Item
from ion.models.types import UTCDateTime


class Webinar(Model):
    """One webinar. Its item's authors are the presenters, in order.

    `starts_local` is wall time in `zone` (IANA), chosen by a person; `starts_at` and `ends_at` are derived from it.
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
    sequence: Mapped[int] = mapped_column(default=0)

    item: Mapped[Item] = relationship()
    recordings: Mapped[list["Recording"]] = relationship(
        cascade="all, delete-orphan", order_by="Recording.id"
    )

    @property
    def path(self) -> str:
        return f"/webinars/{self.item.slug}"


class Recording(Model):
    """A recording of a webinar. It is shown once it is published, which needs captions."""

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.item_id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    url: Mapped[str] = mapped_column(String(1000))
    has_captions: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

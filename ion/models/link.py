"""Links that lead off the site: which items hold them, and whether they still answer."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime


class OutsideLink(Model):
    """One address elsewhere. `digest` is the SHA-256 of `url`. `failures` counts checks in a row that failed;
    `problem` says how the last one did, empty where it answered. One with `ignored_at` is listed no more.
    """

    __tablename__ = "outside_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    url: Mapped[str] = mapped_column(String(2000))
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(200), default="")
    ignored_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class LinkUse(Model):
    """An item whose live text holds an outside link."""

    __tablename__ = "link_use"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    link_id: Mapped[int] = mapped_column(
        ForeignKey("outside_link.id", ondelete="CASCADE"), primary_key=True, index=True
    )

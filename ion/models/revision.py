"""Revisions: every saved state of an item's content. A room's own tables are the projection of the live one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime

IMPORTED = "imported"
SET_BESIDE = "imported beside staff changes"
"""The note of a version that an import brought while staff had changed the item: never the one worked on."""


class Revision(Model):
    """One saved state. `content` is JSON in the shape numbered `schema`; `note` says why, or is one of the above."""

    __tablename__ = "revision"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    note: Mapped[str] = mapped_column(String(500), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    schema: Mapped[int] = mapped_column(default=1)

"""Files: what was uploaded, checked and kept, and where it hangs."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ion.base.extensions import Model
from ion.models.types import UTCDateTime


class File(Model):
    """One uploaded file of one parent (`parent_kind`, `parent_id`): an item's kind, later message or person.

    `token` stands in its address /files/<token> and is random; whoever may see the parent may fetch it, nobody else.
    `type` is the media type found by signature, `name` what it is called when downloaded. A picture that pages show
    is our re-encoded copy and has `width` and `height`. Bytes stand under `storage_key`; equal bytes share them.
    """

    __tablename__ = "file"
    __table_args__ = (Index("ix_file_parent", "parent_kind", "parent_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    parent_kind: Mapped[str] = mapped_column(String(24))
    parent_id: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    storage_key: Mapped[str] = mapped_column(String(100))
    width: Mapped[int | None]
    height: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    downloads: Mapped[int] = mapped_column(default=0)

    @property
    def path(self) -> str:
        return f"/files/{self.token}"


class Attachment(Model):
    """A file that readers of an item are offered, in order; replacing the file raises `version`."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)

"""Post: what stands on the blog. Everything a post shares with other kinds lives on its item."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.item import Item


class Post(Model):
    """One post of the blog."""

    __tablename__ = "post"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)

    item: Mapped[Item] = relationship()

    @property
    def path(self) -> str:
        return f"/blog/{self.item.slug}"

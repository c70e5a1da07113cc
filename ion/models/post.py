"""Post: what stands on the blog. Everything a post shares with other kinds lives on its item."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.item import Item


class Post(Model):
    """One post of the blog. `form` is a key of POST_FORMS: post, announcement or spotlight."""

    __tablename__ = "post"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    form: Mapped[str] = mapped_column(String(24), default="post")

    item: Mapped[Item] = relationship()

    @property
    def path(self) -> str:
        return f"/blog/{self.item.slug}"


class Spotlight(Model):
    """Whom and what a spotlight is about: a person, and a practice of theirs."""

    __tablename__ = "spotlight"

    item_id: Mapped[int] = mapped_column(ForeignKey("post.item_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("item.id", ondelete="SET NULL"), index=True)

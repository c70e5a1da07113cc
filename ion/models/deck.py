"""Deck: slides with notes, an item of its own; its Markdown is the truth, slides are made from it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.item import Item
from ion.models.types import UTCDateTime


class Deck(Model):
    """The slides of the webinar or practice `about_id`, or of none. `credit` says who made them and whose pictures
    they hold. Where it comes from a PowerPoint file, `file_id` is that file, `asked_at` when its reading was asked for
    (None: done), and `problem` why it could not be read, in words."""

    __tablename__ = "deck"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("item.id", ondelete="SET NULL"), index=True)
    credit: Mapped[str] = mapped_column(String(1000), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    problem: Mapped[str] = mapped_column(String(500), default="")

    item: Mapped[Item] = relationship(foreign_keys=item_id)
    slides: Mapped[list["Slide"]] = relationship(cascade="all, delete-orphan", order_by="Slide.number")


class Slide(Model):
    """Slide `number` of a deck, from 1. `html` and `notes_html` are safe HTML, `text` and `notes` the same as plain
    text."""

    __tablename__ = "slide"

    deck_id: Mapped[int] = mapped_column(ForeignKey("deck.item_id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    html: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    notes_html: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")

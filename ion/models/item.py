"""Item: the one narrow row behind everything that is published, and what hangs on it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ion.base.extensions import Model
from ion.models.person import Person
from ion.models.types import UTCDateTime, words
from ion.models.user import User


class ItemState(StrEnum):
    """Where an item stands. Archived is derived (published and past `expires_at`), never stored."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Item(Model):
    """One published (or to be published) thing of any kind: post, practice, tool, later webinar and more.

    `audience` is a visibility token: public, members, group:<id>, user:<id> or staff.
    `source` is where an imported item came from; `source_hash` the state of that source when it was read.
    """

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("kind", "slug"),
        Index("ix_item_list", "kind", "state", "published_at", "id", "expires_at", "audience"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    slug: Mapped[str] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[ItemState] = mapped_column(words(ItemState), default=ItemState.DRAFT)
    audience: Mapped[str] = mapped_column(String(40), default="public")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    posted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    publish_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    first_published_on: Mapped[date | None]
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    head_revision: Mapped[int] = mapped_column(default=0)
    live_revision: Mapped[int | None]
    reviewed_on: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(String(400), unique=True)
    source_hash: Mapped[str | None] = mapped_column(String(64))
    is_sample: Mapped[bool] = mapped_column(default=False)

    owner: Mapped[User | None] = relationship()
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=submitted_by_id)
    posted_by: Mapped[Person | None] = relationship(foreign_keys=posted_by_id)
    body: Mapped["ItemBody"] = relationship(back_populates="item", cascade="all, delete-orphan")
    counts: Mapped["ItemCount"] = relationship(cascade="all, delete-orphan")
    terms: Mapped[list["ItemTerm"]] = relationship(cascade="all, delete-orphan")
    authors: Mapped[list["ItemAuthor"]] = relationship(
        cascade="all, delete-orphan", order_by="ItemAuthor.position"
    )


class ItemBody(Model):
    """The long text, apart from the narrow row: Markdown as written and the safe HTML made from it.

    `link_url` and `link_name` are set where the item points to a text published elsewhere.
    """

    __tablename__ = "item_body"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    link_url: Mapped[str] = mapped_column(String(1000), default="")
    link_name: Mapped[str] = mapped_column(String(200), default="")
    html: Mapped[str] = mapped_column(Text, default="")
    markdown: Mapped[str] = mapped_column(Text, default="")

    item: Mapped[Item] = relationship(back_populates="body")


class ItemCount(Model):
    """Counters of an item, kept apart so that counting never rewrites the item."""

    __tablename__ = "item_count"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    views: Mapped[int] = mapped_column(default=0)
    likes: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0, server_default="0")


class ItemTerm(Model):
    """One facet value of an item: (topic, sector-partnerships), (state, CO) …"""

    __tablename__ = "item_term"
    __table_args__ = (Index("ix_item_term_facet", "facet", "key", "item_id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    facet: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)


class ItemAuthor(Model):
    """A person in the byline, in order; the first one is the item's `submitted_by`."""

    __tablename__ = "item_author"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship()


class ItemView(Model):
    """One visitor saw one item on one day; `visitor` is a keyed hash that changes daily. Kept for two days."""

    __tablename__ = "item_view"

    day: Mapped[date] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    visitor: Mapped[str] = mapped_column(String(32), primary_key=True)


class KindVersion(Model):
    """Counts the changes to all items of one kind: what a cached tally of that kind is checked against."""

    __tablename__ = "kind_version"

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class OldAddress(Model):
    """A path that once led somewhere: to an item of ours, or to `target` (a path here or a full address)."""

    __tablename__ = "old_address"

    path: Mapped[str] = mapped_column(String(400), primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    target: Mapped[str] = mapped_column(String(1000), default="")

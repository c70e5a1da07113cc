"""Posts as lists show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import literal, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.blog.queries.filters import Filter
from ion.core import clock
from ion.core.labels import label, names_in_words
from ion.models import Item, ItemAuthor, ItemBody, ItemCount, ItemTerm, Person

PATH = "/blog/"
poster = aliased(Person)


class Label(NamedTuple):
    """A topic as a page names it: its words and the list it leads to."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as a list shows it."""

    id: int
    path: str
    title: str
    summary: str
    submitted_by: str | None
    posted_by: str | None
    published_at: datetime
    first_published_on: date | None
    topics: list[Label]
    link_name: str
    archived: bool
    is_sample: bool
    views: int


def post_rows(chosen: Filter, *, offset: int, limit: int) -> list[PostRow]:
    """Posts of the filter, newest first."""
    rows = db.session.execute(
        select(
            Item.id,
            Item.slug,
            Item.title,
            Item.summary,
            Item.published_at,
            Item.first_published_on,
            Item.expires_at,
            Item.is_sample,
            ItemCount.views,
            ItemBody.link_name,
            poster.name.label("posted_by"),
        )
        .join(ItemCount, ItemCount.item_id == Item.id)
        .join(ItemBody, ItemBody.item_id == Item.id)
        .join(poster, poster.id == Item.posted_by_id, isouter=True)
        .where(chosen.condition())
        .order_by(Item.published_at.desc(), Item.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    labels = labels_of([row.id for row in rows])
    at = clock.now()
    return [
        PostRow(
            id=row.id,
            path=PATH + row.slug,
            title=row.title,
            summary=row.summary,
            submitted_by=names_in_words(labels[row.id].authors),
            posted_by=row.posted_by,
            published_at=row.published_at,
            first_published_on=row.first_published_on,
            topics=topic_labels(labels[row.id].topics),
            link_name=row.link_name,
            archived=row.expires_at is not None and row.expires_at <= at,
            is_sample=row.is_sample,
            views=row.views,
        )
        for row in rows
    ]


@dataclass(slots=True)
class Labels:
    authors: list[str]
    topics: list[str]


def labels_of(ids: Collection[int]) -> dict[int, Labels]:
    """The authors' names in byline order and the topic keys of each post, in one question."""
    found = {id: Labels([], []) for id in ids}
    topics = select(ItemTerm.item_id, literal(-1).label("position"), ItemTerm.key.label("words")).where(
        ItemTerm.facet == "topic", ItemTerm.item_id.in_(ids)
    )
    authors = (
        select(ItemAuthor.item_id, ItemAuthor.position, Person.name)
        .join(Person, Person.id == ItemAuthor.person_id)
        .where(ItemAuthor.item_id.in_(ids))
    )
    for item_id, position, words in sorted(db.session.execute(topics.union_all(authors))):
        (found[item_id].topics if position < 0 else found[item_id].authors).append(words)
    return found


def topic_labels(keys: Sequence[str]) -> list[Label]:
    return [Label(label("topic", key), f"{PATH}?topic={key}") for key in keys]


def bodies(ids: Collection[int]) -> dict[int, str]:
    """The safe HTML of each post, for feeds."""
    rows = db.session.execute(select(ItemBody.item_id, ItemBody.html).where(ItemBody.item_id.in_(ids)))
    return {item_id: html for item_id, html in rows}

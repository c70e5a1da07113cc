"""Posts as lists show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, literal, null, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.base.vocabulary.posts import POST_FORMS
from ion.blog.queries.filters import Filter, condition
from ion.core import clock, reading, tallies
from ion.core.bylines import Byline, Name, named
from ion.core.bylines import poster as poster_of
from ion.core.labels import facet_labels
from ion.core.people import page_id
from ion.models import Item, ItemAuthor, ItemBody, ItemCount, ItemTerm, Person, Post

PATH = "/blog/"
REMEMBERED = timedelta(seconds=30)
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
    byline: Byline
    published_at: datetime
    first_published_on: date | None
    topics: list[Label]
    link_name: str
    form: str
    archived: bool
    is_sample: bool
    views: int

    @property
    def form_label(self) -> str:
        """What kind of post it is, in a word; empty for a plain one."""
        return form_label(self.form)

    @property
    def was_published_before(self) -> bool:
        """Whether it first came out on an earlier day than it was posted here."""
        return self.first_published_on is not None and self.first_published_on < self.published_at.date()


@cache
def list_statement(topic: bool, month: bool, archived: bool) -> Select[*tuple[Any, ...]]:
    """The list's question for filters of one shape, built once."""
    return (
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
            Post.form,
            poster.name.label("posted_by"),
            page_id(poster).label("poster_page"),
        )
        .join(ItemCount, ItemCount.item_id == Item.id)
        .join(ItemBody, ItemBody.item_id == Item.id)
        .join(Post, Post.item_id == Item.id)
        .join(poster, poster.id == Item.posted_by_id, isouter=True)
        .where(condition(topic, month, archived))
        .order_by(Item.published_at.desc(), Item.id.desc())
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
    )


def post_rows(chosen: Filter, *, offset: int, limit: int) -> list[PostRow]:
    """Posts of the filter, newest first."""
    asked = chosen.parameters | {"offset": offset, "limit": limit}
    rows = reading.rows(list_statement(*chosen.shape), **asked).all()
    labels = labels_of([row.id for row in rows], chosen.scopes)
    names, at = facet_labels("topic"), clock.now()
    return [
        PostRow(
            id=row.id,
            path=PATH + row.slug,
            title=row.title,
            summary=row.summary,
            byline=Byline(tuple(labels[row.id].authors), poster_of(row.posted_by, row.poster_page)),
            published_at=row.published_at,
            first_published_on=row.first_published_on,
            topics=topic_labels(labels[row.id].topics, names),
            link_name=row.link_name,
            form=row.form,
            archived=row.expires_at is not None and row.expires_at <= at,
            is_sample=row.is_sample,
            views=row.views,
        )
        for row in rows
    ]


def remembered_rows(chosen: Filter, *, offset: int, limit: int) -> list[PostRow]:
    """`post_rows` from memory while no post, topic or person changes; view counts may be REMEMBERED old."""
    name = ("rows", chosen, offset, limit)
    kinds = ("post", "topic", "person")
    return tallies.recall(
        kinds, name, lambda: post_rows(chosen, offset=offset, limit=limit), lasts=REMEMBERED
    )


@dataclass(slots=True)
class Labels:
    authors: list[Name]
    topics: list[str]


ABOUT = (
    select(ItemTerm.item_id, literal(-1).label("position"), ItemTerm.key.label("words"), null().label("page"))
    .where(ItemTerm.facet == "topic", ItemTerm.item_id.in_(bindparam("ids", expanding=True)))
    .union_all(
        select(ItemAuthor.item_id, ItemAuthor.position, Person.name, page_id(Person))
        .join(Person, Person.id == ItemAuthor.person_id)
        .where(ItemAuthor.item_id.in_(bindparam("ids", expanding=True)))
    )
    .order_by("position", "words")
)
"""Topics (position -1) and authors of some posts, in one question."""


def labels_of(ids: Collection[int], scopes: frozenset[str]) -> dict[int, Labels]:
    """The authors in byline order, as a holder of `scopes` may meet them, and the topic keys of each post."""
    found = {id: Labels([], []) for id in ids}
    for item_id, position, words, page in reading.rows(ABOUT, ids=list(ids), scopes=sorted(scopes)):
        if position < 0:
            found[item_id].topics.append(words)
        else:
            found[item_id].authors.append(named(words, page))
    return found


def remembered_labels(id: int, scopes: frozenset[str]) -> Labels:
    """The labels of one post, from memory while no post and no person changes."""
    return tallies.recall(
        ("post", "person"), ("labels", id, scopes), lambda: labels_of([id], scopes)[id], lasts=REMEMBERED
    )


def form_label(form: str) -> str:
    return "" if form == "post" else POST_FORMS.label(form)


def topic_labels(keys: Sequence[str], names: Mapping[str, str]) -> list[Label]:
    return [Label(names.get(key, key), f"{PATH}?topic={key}") for key in keys]


def bodies(ids: Collection[int]) -> dict[int, str]:
    """The safe HTML of each post, for feeds."""
    rows = db.session.execute(select(ItemBody.item_id, ItemBody.html).where(ItemBody.item_id.in_(ids)))
    return {item_id: html for item_id, html in rows}

"""Posts as lists show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, literal, null, select
from sqlalchemy.orm import aliased

from ion.base.vocabulary.posts import POST_FORMS
from ion.blog.queries.filters import Filter, Shape, condition
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


NEWEST, OLDEST = "newest", "oldest"
ORDERS = {
    NEWEST: (Item.published_at.desc(), Item.id.desc()),
    OLDEST: (Item.published_at.asc(), Item.id.asc()),
}


@cache
def list_statement(shape: Shape, order: str) -> Select[*tuple[Any, ...]]:
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
        .where(condition(shape))
        .order_by(*ORDERS[order])
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
    )


def post_rows(chosen: Filter, *, offset: int, limit: int, order: str = NEWEST) -> list[PostRow]:
    """Posts of the filter, newest first unless the oldest are to come first."""
    asked = chosen.parameters | {"offset": offset, "limit": limit}
    rows = reading.rows(list_statement(chosen.shape, order), **asked).all()
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


def remembered_rows(chosen: Filter, *, offset: int, limit: int, order: str = NEWEST) -> list[PostRow]:
    """`post_rows` from memory while no post, topic or person changes; view counts may be REMEMBERED old."""
    name = ("rows", chosen, offset, limit, order)
    kinds = ("post", "topic", "person")
    return tallies.recall(
        kinds, name, lambda: post_rows(chosen, offset=offset, limit=limit, order=order), lasts=REMEMBERED
    )


@dataclass(slots=True)
class Labels:
    """The authors of a post, and the keys of its topics and of the series it is part of ("" for none)."""

    authors: list[Name]
    topics: list[str]
    series: str = ""


TOPIC, SERIES = -1, -2
ABOUT = (
    select(
        ItemTerm.item_id,
        case((ItemTerm.facet == "topic", literal(TOPIC)), else_=literal(SERIES)).label("position"),
        ItemTerm.key.label("words"),
        null().label("page"),
    )
    .where(ItemTerm.facet.in_(("topic", "series")), ItemTerm.item_id.in_(bindparam("ids", expanding=True)))
    .union_all(
        select(ItemAuthor.item_id, ItemAuthor.position, Person.name, page_id(Person))
        .join(Person, Person.id == ItemAuthor.person_id)
        .where(ItemAuthor.item_id.in_(bindparam("ids", expanding=True)))
    )
    .order_by("position", "words")
)
"""Series, topics and authors of some posts, in one question; only authors have a position from 0."""


def labels_of(ids: Collection[int], scopes: frozenset[str]) -> dict[int, Labels]:
    """What belongs to each post; authors in byline order, as a holder of `scopes` may meet them."""
    found = {id: Labels([], []) for id in ids}
    for item_id, position, words, page in reading.rows(ABOUT, ids=list(ids), scopes=sorted(scopes)):
        if position == SERIES:
            found[item_id].series = words
        elif position == TOPIC:
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

"""Practices as feed readers get them: the newest of a filter, with their corrections, and when they last changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, literal, null, select
from sqlalchemy.orm import aliased

from ion.base.vocabulary.practices import PRACTICE_KINDS
from ion.core import clock, items, reading
from ion.core.access import CURRENT, PUBLIC, SEEN
from ion.core.bylines import Name, named, poster
from ion.core.corrections import Note, corrections_among
from ion.core.labels import facet_labels
from ion.core.people import page_id
from ion.library.queries.pages import KIND, PATH
from ion.models import Item, ItemAuthor, ItemTerm, Person, Practice

LENGTH = 20
Filter = Mapping[str, tuple[str, ...]]
"""Keys by facet: those of one facet are alternatives, facets narrow each other, as in the library's list."""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A practice in a feed. `authors` are those in its byline, or who posted it where it has none."""

    id: int
    path: str
    title: str
    summary: str
    kind_label: str
    topics: list[str]
    authors: list[Name]
    corrections: tuple[Note, ...]
    published_at: datetime
    updated_at: datetime
    is_sample: bool


posted = aliased(Person)
NEWEST = (
    select(
        Item.id,
        Item.slug,
        Item.title,
        Item.summary,
        Item.published_at,
        Item.is_sample,
        Practice.form,
        posted.name.label("posted_by"),
        page_id(posted).label("poster_page"),
        items.REVISED_AT.label("revised_at"),
    )
    .join(Practice, Practice.item_id == Item.id)
    .join(posted, posted.id == Item.posted_by_id, isouter=True)
    .where(Item.kind == KIND, SEEN, CURRENT)
    .order_by(Item.published_at.desc(), Item.id.desc())
    .limit(LENGTH)
)
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
"""Topics (position -1) and authors of some practices, in one question."""


def feed_rows(chosen: Filter) -> list[FeedRow]:
    """The newest LENGTH practices of a filter that everyone may read and that are not archived, newest first."""
    statement = NEWEST
    for facet, keys in chosen.items():
        having = select(ItemTerm.item_id).where(ItemTerm.facet == facet, ItemTerm.key.in_(keys))
        statement = statement.where(Item.id.in_(having))
    found = reading.rows(statement, scopes=[PUBLIC], now=clock.now()).all()
    ids = [row.id for row in found]
    topics, authors = about(ids)
    notes = corrections_among(ids)
    return [
        FeedRow(
            id=row.id,
            path=PATH + row.slug,
            title=row.title,
            summary=row.summary,
            kind_label=PRACTICE_KINDS.label(row.form),
            topics=topics[row.id],
            authors=authors[row.id] or list(filter(None, [poster(row.posted_by, row.poster_page)])),
            corrections=notes.get(row.id, ()),
            published_at=row.published_at,
            updated_at=items.changed_at(
                row.published_at, row.revised_at, *(note.at for note in notes.get(row.id, ()))
            ),
            is_sample=row.is_sample,
        )
        for row in found
    ]


def about(ids: Collection[int]) -> tuple[dict[int, list[str]], dict[int, list[Name]]]:
    """The labels of topics and the authors of each practice, as everyone may meet them."""
    topics: dict[int, list[str]] = {id: [] for id in ids}
    authors: dict[int, list[Name]] = {id: [] for id in ids}
    names = facet_labels("topic")
    for item_id, position, words, page in reading.rows(ABOUT, ids=list(ids), scopes=[PUBLIC]) if ids else ():
        if position < 0:
            topics[item_id].append(names.get(words, words))
        else:
            authors[item_id].append(named(words, page))
    return topics, authors

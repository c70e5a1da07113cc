"""What a person wrote or presents, as feed readers get it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, select

from ion.core import clock, items, reading
from ion.core.access import CURRENT, SEEN
from ion.core.bylines import Name, named
from ion.core.corrections import Note, corrections_among
from ion.core.labels import label
from ion.core.people import cards, page_id
from ion.directory.queries.written import KINDS
from ion.models import Item, ItemAuthor, ItemBody, Person

LENGTH = 20


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One thing: its safe HTML, everyone in its byline, its topics in words, when it last changed for readers."""

    kind: str
    id: int
    path: str
    title: str
    summary: str
    html: str
    published_at: datetime
    updated_at: datetime
    authors: list[Name]
    topics: list[str]
    corrections: tuple[Note, ...]
    is_sample: bool


WRITTEN = (
    select(
        Item.id,
        Item.kind,
        Item.slug,
        Item.title,
        Item.summary,
        Item.published_at,
        Item.is_sample,
        ItemBody.html,
        items.REVISED_AT.label("revised_at"),
    )
    .join(ItemBody, ItemBody.item_id == Item.id)
    .join(ItemAuthor, ItemAuthor.item_id == Item.id)
    .where(ItemAuthor.person_id == bindparam("id", type_=Integer), Item.kind.in_(KINDS), SEEN, CURRENT)
    .order_by(Item.published_at.desc(), Item.id.desc())
    .limit(LENGTH)
)
AUTHORS = (
    select(ItemAuthor.item_id, Person.name, page_id(Person).label("page"))
    .join(Person, Person.id == ItemAuthor.person_id)
    .where(ItemAuthor.item_id.in_(bindparam("ids", expanding=True)))
    .order_by(ItemAuthor.item_id, ItemAuthor.position)
)


def open_name(id: int, scopes: frozenset[str]) -> tuple[str, str] | None:
    """The name of a person and the path of the page, None where a holder of `scopes` may not see it."""
    card = cards([id], scopes).get(id)
    return (card.name, card.path) if card else None


def feed_rows(id: int, scopes: frozenset[str]) -> list[FeedRow]:
    """The newest LENGTH current things that a person wrote or presents and a holder of `scopes` may see."""
    rows = reading.rows(WRITTEN, id=id, scopes=sorted(scopes), now=clock.now()).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    paths, authors = items.paths_of(rows, scopes), authors_of(ids, scopes)
    terms, notes = items.terms_of(ids), corrections_among(ids)
    return [
        FeedRow(
            kind=row.kind,
            id=row.id,
            path=paths[row.id],
            title=row.title,
            summary=row.summary,
            html=row.html,
            published_at=row.published_at,
            updated_at=items.changed_at(
                row.published_at, row.revised_at, *(note.at for note in notes.get(row.id, ()))
            ),
            authors=authors[row.id],
            topics=[label("topic", key) for key in terms[row.id].get("topic", ())],
            corrections=notes.get(row.id, ()),
            is_sample=row.is_sample,
        )
        for row in rows
        if row.id in paths
    ]


def authors_of(ids: Collection[int], scopes: frozenset[str]) -> dict[int, list[Name]]:
    found: dict[int, list[Name]] = {id: [] for id in ids}
    for row in reading.rows(AUTHORS, ids=list(ids), scopes=sorted(scopes)):
        found[row.item_id].append(named(row.name, row.page))
    return found

"""Posts as feed readers get them: whole, with their corrections, and when they last changed."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from ion.blog.queries.filters import Filter
from ion.blog.queries.rows import PostRow, post_rows
from ion.core import items, reading
from ion.core.corrections import Note, corrections_among
from ion.models import Item, ItemBody

LENGTH = 20
TEXTS = (
    select(Item.id, ItemBody.html, items.REVISED_AT.label("revised_at"))
    .join(ItemBody, ItemBody.item_id == Item.id)
    .where(Item.id.in_(bindparam("ids", expanding=True)))
)


class FeedRow(NamedTuple):
    """A post in a feed: its row in lists, its safe HTML, its corrections, when it last changed for readers."""

    post: PostRow
    html: str
    corrections: tuple[Note, ...]
    updated_at: datetime


def feed_rows(chosen: Filter) -> list[FeedRow]:
    """The newest LENGTH posts of a filter, newest first."""
    posts = post_rows(chosen, offset=0, limit=LENGTH)
    ids = [post.id for post in posts]
    texts, notes = texts_of(ids), corrections_among(ids)
    rows = []
    for post in posts:
        html, revised_at = texts[post.id]
        corrections = notes.get(post.id, ())
        notes_at = (note.at for note in corrections)
        updated_at = items.changed_at(post.published_at, revised_at, *notes_at)
        rows.append(FeedRow(post, html, corrections, updated_at))
    return rows


def texts_of(ids: Collection[int]) -> dict[int, tuple[str, datetime | None]]:
    if not ids:
        return {}
    return {row.id: (row.html, row.revised_at) for row in reading.rows(TEXTS, ids=list(ids))}

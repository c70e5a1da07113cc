"""One post, and the posts around it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Integer, and_, bindparam, literal, or_, select

from ion.blog.queries.filters import KIND, Filter, Shape, condition
from ion.blog.queries.rows import PATH, Label, form_label, remembered_labels, topic_labels
from ion.core import clock, items, reading, tallies
from ion.core.bylines import Byline, poster
from ion.core.corrections import Note, corrections_of
from ion.core.labels import facet_labels
from ion.core.ports.files import PICTURE_PATH
from ion.models import Item, Post
from ion.models.types import UTCDateTime


class Neighbor(NamedTuple):
    """The post before or after another."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class PostPage:
    """A post as its own page shows it. `series` is a key; corrections come newest first."""

    id: int
    path: str
    title: str
    summary: str
    html: str
    link_url: str
    link_name: str
    form: str
    series: str
    byline: Byline
    published_at: datetime
    modified_at: datetime
    corrections: tuple[Note, ...]
    first_published_on: date | None
    reviewed_on: date | None
    topics: list[Label]
    archived: bool
    is_sample: bool
    views: int
    likes: int

    @property
    def form_label(self) -> str:
        """What kind of post it is, in a word; empty for a plain one."""
        return form_label(self.form)

    @property
    def picture(self) -> str:
        """The address of its first picture here, empty for none."""
        return first_picture(self.html)


POST = items.page_statement(KIND, Post.form, items.REVISED_AT.label("revised_at")).join(
    Post, Post.item_id == Item.id
)


def post_page(slug: str, scopes: frozenset[str]) -> PostPage | None:
    """The post of that slug, or None where the reader may not know of one."""
    row = reading.rows(POST, slug=slug, scopes=sorted(scopes)).one_or_none()
    if row is None:
        return None
    labels, corrections = remembered_labels(row.id, scopes), corrections_of(row.id)
    return PostPage(
        id=row.id,
        path=PATH + row.slug,
        title=row.title,
        summary=row.summary,
        html=row.html,
        link_url=row.link_url,
        link_name=row.link_name,
        form=row.form,
        series=labels.series,
        byline=Byline(tuple(labels.authors), poster(row.posted_by, row.poster_page)),
        published_at=row.published_at,
        modified_at=items.changed_at(row.published_at, row.revised_at, *(note.at for note in corrections)),
        corrections=corrections,
        first_published_on=row.first_published_on,
        reviewed_on=row.reviewed_on,
        topics=topic_labels(labels.topics, facet_labels("topic")),
        archived=row.expires_at is not None and row.expires_at <= clock.now(),
        is_sample=row.is_sample,
        views=row.views,
        likes=row.likes,
    )


PICTURE = re.compile(rf'<img\b[^>]*\ssrc="({PICTURE_PATH.pattern})"')


def first_picture(html: str) -> str:
    found = PICTURE.search(html)
    return found[1] if found else ""


@cache
def neighbors_statement(archived: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """The post just before and the one just after an instant and id, in one question built once."""
    among = condition(Shape(archived=archived))
    at, id = bindparam("at", type_=UTCDateTime), bindparam("id", type_=Integer)
    older = or_(Item.published_at < at, and_(Item.published_at == at, Item.id < id))
    newer = or_(Item.published_at > at, and_(Item.published_at == at, Item.id > id))
    before = select(literal("before").label("side"), Item.slug, Item.title).where(among, older)
    after = select(literal("after").label("side"), Item.slug, Item.title).where(among, newer)
    before = before.order_by(Item.published_at.desc(), Item.id.desc()).limit(1)
    after = after.order_by(Item.published_at, Item.id).limit(1)
    return select(before.subquery()).union_all(select(after.subquery()))


def neighbors(post: PostPage, scopes: frozenset[str]) -> tuple[Neighbor | None, Neighbor | None]:
    """The posts just before and just after in time; an archived post has archived neighbors too."""

    def read() -> dict[str, Neighbor]:
        asked = Filter(scopes).parameters | {"at": post.published_at, "id": post.id}
        rows = reading.rows(neighbors_statement(post.archived), **asked)
        return {row.side: Neighbor(PATH + row.slug, row.title) for row in rows}

    found = tallies.recall(KIND, ("neighbors", post.id, post.archived, scopes), read)
    return found.get("before"), found.get("after")

"""Posts as search documents."""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from ion.base.extensions import db
from ion.blog.queries import KIND, PATH
from ion.core import items
from ion.core.ports.search import Document, Key, Part
from ion.core.text import passages
from ion.models import Item, ItemBody, ItemState


class PostDocuments:
    """Every published post, archived ones too: search leaves those out unless asked."""

    kind = KIND

    def ids(self) -> Iterator[int]:
        return items.published_ids(KIND)

    def followers(self, ids: Collection[int]) -> list[Key]:
        return []

    def documents(self, ids: Collection[int]) -> list[Document]:
        terms = items.terms_of(ids)
        rows = db.session.execute(
            select(Item, ItemBody.markdown)
            .join(ItemBody, ItemBody.item_id == Item.id)
            .where(Item.id.in_(ids), Item.kind == KIND, Item.state == ItemState.PUBLISHED)
            .order_by(Item.id)
        )
        return [document(item, markdown, terms[item.id]) for item, markdown in rows]


def document(item: Item, markdown: str, terms: items.Terms) -> Document:
    told = passages(markdown)
    return Document(
        kind=KIND,
        id=item.id,
        path=PATH + item.slug,
        title=item.title,
        summary=item.summary,
        text=" ".join(passage.text for passage in told if not passage.anchor),
        audience=item.audience,
        facets=terms,
        published_at=item.published_at,
        reviewed_on=item.reviewed_on,
        expires_at=item.expires_at,
        is_sample=item.is_sample,
        parts=tuple(Part(p.anchor, p.label, p.text) for p in told if p.anchor),
    )

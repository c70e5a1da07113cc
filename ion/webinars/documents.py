"""Webinars as search documents."""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import items
from ion.core.ports.search import Document, Key, Part
from ion.core.text import passages
from ion.models import Item, ItemBody, ItemState, Webinar
from ion.webinars.queries import KIND, PATH


class WebinarDocuments:
    """Every published webinar, past ones too; a heading of its text is a part that a hit can land on."""

    kind = KIND

    def ids(self) -> Iterator[int]:
        return items.published_ids(KIND)

    def followers(self, ids: Collection[int]) -> list[Key]:
        return []

    def documents(self, ids: Collection[int]) -> list[Document]:
        terms = items.terms_of(ids)
        rows = db.session.execute(
            select(Item, Webinar.series, Webinar.host, ItemBody.markdown)
            .join(Webinar, Webinar.item_id == Item.id)
            .join(ItemBody, ItemBody.item_id == Item.id)
            .where(Item.id.in_(ids), Item.kind == KIND, Item.state == ItemState.PUBLISHED)
            .order_by(Item.id)
        )
        return [
            document(item, (series, host), markdown, terms[item.id]) for item, series, host, markdown in rows
        ]


def document(item: Item, told_by: tuple[str, str], markdown: str, terms: items.Terms) -> Document:
    """`told_by` is its series and its host, either of which may be empty."""
    told = passages(markdown)
    return Document(
        kind=KIND,
        id=item.id,
        path=PATH + item.slug,
        title=item.title,
        summary=item.summary,
        text=" ".join([*(passage.text for passage in told if not passage.anchor), *filter(None, told_by)]),
        audience=item.audience,
        facets=terms,
        published_at=item.published_at,
        reviewed_on=item.reviewed_on,
        expires_at=item.expires_at,
        is_sample=item.is_sample,
        parts=tuple(Part(p.anchor, p.label, p.text) for p in told if p.anchor),
    )

"""Webinars as search documents."""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import items
from ion.core.documents import text_document
from ion.core.ports.search import Document, Key
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
            text_document(item, PATH + item.slug, markdown, terms[item.id], series, host)
            for item, series, host, markdown in rows
        ]

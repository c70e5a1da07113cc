"""Posts as search documents."""

from collections.abc import Collection

from sqlalchemy import select

from ion.base.extensions import db
from ion.blog.queries import KIND, PATH
from ion.core import items
from ion.core.documents import ItemDocuments, text_document
from ion.core.labels import facet_labels
from ion.core.ports.search import Document
from ion.models import Item, ItemBody, ItemState


class PostDocuments(ItemDocuments):
    """Every published post, archived ones too: search leaves those out unless asked. Its series finds it too."""

    kind = KIND

    def documents(self, ids: Collection[int]) -> list[Document]:
        terms, series = items.terms_of(ids), facet_labels("series")
        rows = db.session.execute(
            select(Item, ItemBody.markdown)
            .join(ItemBody, ItemBody.item_id == Item.id)
            .where(Item.id.in_(ids), Item.kind == KIND, Item.state == ItemState.PUBLISHED)
            .order_by(Item.id)
        )
        return [
            text_document(
                item,
                PATH + item.slug,
                markdown,
                terms[item.id],
                *(series.get(key, "") for key in terms[item.id].get("series", ())),
            )
            for item, markdown in rows
        ]

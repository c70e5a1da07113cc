"""Peer-learning groups as search documents; what is said on their discussion pages is in none."""

from collections.abc import Collection

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import items
from ion.core.documents import ItemDocuments, text_document
from ion.core.ports.search import Document
from ion.groups.queries import KIND, PATH
from ion.models import Item, ItemBody, ItemState, PeerGroup, Person


class GroupDocuments(ItemDocuments):
    """Every published group, found by its text, its series of calls and its facilitator."""

    kind = KIND

    def documents(self, ids: Collection[int]) -> list[Document]:
        terms = items.terms_of(ids)
        rows = db.session.execute(
            select(Item, PeerGroup.series, Person.name, ItemBody.markdown)
            .join(PeerGroup, PeerGroup.item_id == Item.id)
            .join(ItemBody, ItemBody.item_id == Item.id)
            .join(Person, Person.id == PeerGroup.facilitator_id, isouter=True)
            .where(Item.id.in_(ids), Item.kind == KIND, Item.state == ItemState.PUBLISHED)
            .order_by(Item.id)
        )
        return [
            text_document(item, PATH + item.slug, markdown, terms[item.id], series, facilitator or "")
            for item, series, facilitator, markdown in rows
        ]

"""Decks as search documents: a hit opens at the slide whose text or notes hold the words."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import items
from ion.core.decks import KIND, PATH
from ion.core.documents import ItemDocuments, item_document
from ion.core.ports.search import Document, Part
from ion.models import Deck, Item, ItemState, Slide


class DeckDocuments(ItemDocuments):
    """Every published deck; each slide, with its notes, is a part."""

    kind = KIND

    def documents(self, ids: Collection[int]) -> list[Document]:
        terms, parts = items.terms_of(ids), parts_of(ids)
        rows = db.session.execute(
            select(Item, Deck.credit)
            .join(Deck, Deck.item_id == Item.id)
            .where(Item.id.in_(ids), Item.kind == KIND, Item.state == ItemState.PUBLISHED)
            .order_by(Item.id)
        )
        return [
            item_document(item, PATH + item.slug, credit, terms[item.id], parts[item.id])
            for item, credit in rows
        ]


def parts_of(ids: Collection[int]) -> dict[int, list[Part]]:
    """The slides of some decks as parts, by the deck's id."""
    found: dict[int, list[Part]] = defaultdict(list)
    rows = db.session.execute(
        select(Slide.deck_id, Slide.number, Slide.title, Slide.text, Slide.notes)
        .where(Slide.deck_id.in_(ids))
        .order_by(Slide.deck_id, Slide.number)
    )
    for id, number, title, text, notes in rows:
        label = f"Slide {number}: {title}" if title else f"Slide {number}"
        found[id].append(Part(f"?slide={number}#slide", label, " ".join(filter(None, (text, notes)))))
    return found

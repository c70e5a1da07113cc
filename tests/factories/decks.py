"""Decks, published today unless a test says otherwise, their slides made as publishing makes them."""

from collections.abc import Sequence
from typing import Any

from ion.core import signals
from ion.core.unit_of_work import unit_of_work
from ion.decks.services import write_slides
from ion.models import Deck, Person
from tests.factories.items import Terms, item

THREE = "## First\n\nAlpha.\n\nNotes:\n\nSaid first.\n\n---\n\n## Second\n\nBeta.\n\n---\n\nGamma."


def DeckFactory(
    markdown: str = THREE,
    terms: Terms | None = None,
    authors: Sequence[Person] = (),
    about_id: int | None = None,
    credit: str = "",
    **fields: Any,
) -> Deck:
    with unit_of_work() as session:
        deck = Deck(
            item=item("deck", markdown, terms or {}, authors, **fields), about_id=about_id, credit=credit
        )
        session.add(deck)
        session.flush()
        write_slides(deck, markdown)
        signals.item_changed.send(deck.item)
    return deck

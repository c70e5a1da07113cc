"""The slides that belong to a webinar or a practice, as its page lists them. Decks themselves are `ion.decks`'."""

from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, select

from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.models import Deck, Item, Slide

KIND = "deck"
PATH = "/decks/"
ABOUT_KINDS = ("webinar", "practice")
"""What slides may belong to."""


class DeckCard(NamedTuple):
    """A deck as the page of what it belongs to shows it: `slides` is how many there are."""

    id: int
    title: str
    path: str
    slides: int


BELONGING: Select[*tuple[Any, ...]] = (
    select(Item.id, Item.title, Item.slug, func.count(Slide.number).label("slides"))
    .join(Deck, Deck.item_id == Item.id)
    .join(Slide, Slide.deck_id == Item.id)
    .where(Deck.about_id == bindparam("about_id", type_=Integer), SEEN, CURRENT)
    .group_by(Item.id, Item.title, Item.slug, Item.published_at)
    .order_by(Item.published_at, Item.id)
)


def decks_about(item_id: int, scopes: frozenset[str]) -> list[DeckCard]:
    """The decks of an item that a holder of `scopes` may see, archived ones left out, the oldest first.

    Remembered until some deck changes.
    """

    def read() -> list[DeckCard]:
        rows = reading.rows(BELONGING, about_id=item_id, scopes=sorted(scopes), now=clock.now())
        return [DeckCard(row.id, row.title, PATH + row.slug, row.slides) for row in rows]

    return tallies.recall(KIND, ("about", item_id, scopes), read)

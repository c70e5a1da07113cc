"""Decks as the common instrument of publishing writes, checks and shows them."""

from collections.abc import Mapping
from typing import Any

from ion.base.extensions import db
from ion.core.decks import KIND, PATH
from ion.core.keeping import Kept
from ion.core.meant import item_typed
from ion.core.ports.publishable import Content, Lack, Told
from ion.decks import queries, services
from ion.decks.source import MOST_SLIDES, slides_in
from ion.models import Deck, Item

TEMPLATE = "decks/show.html"
OUTLINE = ("deck",)
"""What an outline depends on."""


class DeckPublishable:
    """Decks. Their source is the common `markdown` (ion.decks.source). Their own parts of a content:

    about       the id of the webinar or practice that the slides belong to, or None
    credit      who made them, and whose pictures they hold
    """

    kind = KIND
    path_prefix = PATH

    def blank(self) -> Content:
        return {"about": None, "credit": ""}

    def snapshot(self, item: Item) -> Content:
        deck = db.session.get(Deck, item.id)
        return {"about": deck.about_id, "credit": deck.credit} if deck else self.blank()

    def terms(self, content: Content) -> Mapping[str, list[str]]:
        return {}

    def told(self, content: Content) -> list[Told]:
        return [
            Told("Slides of", item_typed(content.get("about"))),
            Told("Credit", content.get("credit", "")),
        ]

    def lacks(self, content: Content) -> list[Lack]:
        total = len(slides_in(content["markdown"]))
        if not total:
            return [Lack("markdown", "Write at least one slide.")]
        if total > MOST_SLIDES:
            return [Lack("markdown", f"A deck has at most {MOST_SLIDES} slides; these are {total}.")]
        return []

    def apply(self, item: Item, content: Content) -> None:
        deck = db.session.get(Deck, item.id) or Deck(item_id=item.id)
        about = content.get("about")
        deck.about_id = about if about and db.session.get(Item, about) else None
        deck.credit = content.get("credit", "")
        db.session.add(deck)
        services.write_slides(deck, content["markdown"])

    def page(self, slug: str, scopes: frozenset[str]) -> tuple[str, dict[str, Any]] | None:
        context = shown(slug, scopes)
        return (TEMPLATE, context) if context else None


def shown(slug: str, scopes: frozenset[str], number: int = 1) -> dict[str, Any] | None:
    """What the page of a deck draws, opened at the slide of that number or the nearest there is."""
    deck = queries.deck_page(slug, scopes)
    if deck is None:
        return None
    at = min(max(number, 1), max(deck.total, 1))
    return {
        "deck": deck,
        "slide": queries.slide(deck.id, at),
        "outline": lambda: queries.slides(deck.id),
        "kept": Kept(OUTLINE, ("deck", deck.id, scopes)),
    }

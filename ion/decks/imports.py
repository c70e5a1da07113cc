"""Decks from elsewhere: a deck is its item, and the slides that its text is."""

from collections.abc import Sequence
from typing import Any

from ion.base.extensions import db
from ion.core.decks import ABOUT_KINDS, KIND, PATH
from ion.core.meant import Unclear, item_meant
from ion.core.ports.importing import ImportedItem
from ion.decks import services
from ion.decks.source import MOST_SLIDES, slides_in
from ion.models import Deck, Item


class DeckImporter:
    """Takes imported items as decks: `about` is the address of what the slides belong to, `credit` a line of text."""

    kind = KIND
    name = "decks"
    path_prefix = PATH
    fields = frozenset({"about", "credit"})
    happens = False

    def problems(self, item: ImportedItem) -> list[str]:
        total, found = len(slides_in(item.markdown)), list[str]()
        if not 0 < total <= MOST_SLIDES:
            found.append(f"a deck has 1 to {MOST_SLIDES} slides; this has {total}")
        try:
            about(item)
        except Unclear as error:
            found.append(str(error))
        return found

    def terms(self, item: ImportedItem) -> dict[str, list[str]]:
        return {}

    def body(self, item: ImportedItem) -> str:
        return item.markdown

    def content(self, item: ImportedItem) -> dict[str, Any]:
        return {"about": about(item), "credit": credit(item)}

    def project(self, rows: Sequence[tuple[Item, ImportedItem]]) -> None:
        for row, item in rows:
            deck = db.session.get(Deck, row.id) or Deck(item_id=row.id)
            deck.about_id, deck.credit = about(item), credit(item)
            db.session.add(deck)
            services.write_slides(deck, item.markdown)


def about(item: ImportedItem) -> int | None:
    """The id of what the slides belong to, in any state; raises Unclear."""
    return item_meant(str(item.extra.get("about") or ""), ABOUT_KINDS, only_published=False)


def credit(item: ImportedItem) -> str:
    return " ".join(str(item.extra.get("credit") or "").split())[:1000]

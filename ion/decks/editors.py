"""Decks on the page of writing: their form, and the way from it to a content and back."""

from typing import Any

from ion.core.decks import KIND
from ion.core.meant import item_typed
from ion.core.ports.publishable import Content
from ion.decks.forms import DeckForm


class DeckEditor:
    """The own fields of a deck."""

    kind = KIND
    form = DeckForm
    template = "decks/_fields.html"

    def content(self, form: DeckForm) -> Content:
        return {"about": form.about_id, "credit": " ".join((form.credit.data or "").split())}

    def fields(self, content: Content) -> dict[str, Any]:
        return {"about": item_typed(content.get("about")), "credit": content.get("credit", "")}

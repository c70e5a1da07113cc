"""What a deck is called and where it stands."""

from collections.abc import Mapping

from ion.core.decks import KIND, PATH


class DeckSubjects:
    """Decks, for everyone who only knows (deck, id)."""

    kind = KIND
    label = "slide deck"
    plural = "slide decks"

    def paths(self, slugs: Mapping[int, str], scopes: frozenset[str]) -> Mapping[int, str]:
        return {id: PATH + slug for id, slug in slugs.items()}

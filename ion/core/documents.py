"""Items as search documents: what all kinds have in common, and those whose text is one Markdown body."""

from collections.abc import Collection, Iterable, Iterator

from ion.core import items
from ion.core.items import Terms
from ion.core.ports.search import Document, Key, Part
from ion.core.text import passages
from ion.models import Item


class ItemDocuments:
    """The ground of a room's offer of documents: every published item of `kind`, archived ones too."""

    kind: str

    def ids(self) -> Iterator[int]:
        return items.published_ids(self.kind)

    def followers(self, ids: Collection[int]) -> list[Key]:
        """Documents of other kinds that change with these: none, unless a room says so."""
        return []


def item_document(item: Item, path: str, text: str, terms: Terms, parts: Iterable[Part]) -> Document:
    """The document of an item at `path`: what all kinds tell of themselves, with its text and its parts."""
    return Document(
        kind=item.kind,
        id=item.id,
        path=path,
        title=item.title,
        summary=item.summary,
        text=text,
        audience=item.audience,
        facets=terms,
        published_at=item.published_at,
        reviewed_on=item.reviewed_on,
        expires_at=item.expires_at,
        is_sample=item.is_sample,
        parts=tuple(parts),
    )


def text_document(
    item: Item, path: str, markdown: str, terms: Terms, *more: str, parts: Iterable[Part] = ()
) -> Document:
    """The document of an item at `path`; each heading of the text is a part that a hit can land on.

    `more` are words besides the text that it is found by (a host, a series); empty ones are left out. `parts` stand
    on the page after those of the text.
    """
    told = passages(markdown)
    text = " ".join([*(passage.text for passage in told if not passage.anchor), *filter(None, more)])
    headings = (Part(p.anchor, p.label, p.text) for p in told if p.anchor)
    return item_document(item, path, text, terms, [*headings, *parts])

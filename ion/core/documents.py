"""An item whose text is one Markdown body, as a search document."""

from collections.abc import Iterable

from ion.core.items import Terms
from ion.core.ports.search import Document, Part
from ion.core.text import passages
from ion.models import Item


def text_document(
    item: Item, path: str, markdown: str, terms: Terms, *more: str, parts: Iterable[Part] = ()
) -> Document:
    """The document of an item at `path`; each heading of the text is a part that a hit can land on.

    `more` are words besides the text that it is found by (a host, a series); empty ones are left out. `parts` stand
    on the page after those of the text.
    """
    told = passages(markdown)
    return Document(
        kind=item.kind,
        id=item.id,
        path=path,
        title=item.title,
        summary=item.summary,
        text=" ".join([*(passage.text for passage in told if not passage.anchor), *filter(None, more)]),
        audience=item.audience,
        facets=terms,
        published_at=item.published_at,
        reviewed_on=item.reviewed_on,
        expires_at=item.expires_at,
        is_sample=item.is_sample,
        parts=(*(Part(p.anchor, p.label, p.text) for p in told if p.anchor), *parts),
    )

"""The publishing port: what a room says of its kind, so that one instrument writes, clears and publishes all kinds.

A room offers a publishable (`ion.blog.publishable`, `ion.library.publishable`), `ion.app` plugs it in, and the common
`ion.commons.publishing` keeps revisions and states and knows no room.

The content of a revision is one JSON object. These parts are every kind's, and publishing writes them to the item:

    title, summary, markdown, link_url, link_name   texts; markdown without HTML
    topics                                          keys of topics
    authors                                         ids of persons, in byline order
    first_published_on                              a date as ISO text, or ""
    reviewed_on                                     the same

All others are the room's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ion.core.ports.registry import Registry
from ion.models import Item

Content = dict[str, Any]
SCHEMA = 2
"""The shape described above. Content of schema 1 is an import's: its authors are names, and no dates are in it."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that must be there before an item is published: a field of the form, and a sentence."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One named part of a content as plain text or Markdown: what revisions are compared by, in the page's order."""

    label: str
    text: str


class Publishable(Protocol):
    """A room's side of publishing. `path_prefix` is what addresses of this kind begin with ("/blog/").

    Two words that a room may have of its own: `byline` where that names others than who wrote the text ("Presenters"),
    and `withdrawal`, what follows for others when something is withdrawn, in sentences.
    """

    @property
    def kind(self) -> str: ...

    @property
    def path_prefix(self) -> str: ...

    def blank(self) -> Content:
        """The room's own parts of the content of something new."""
        ...

    def snapshot(self, item: Item) -> Content:
        """The room's own parts of the content, as its rows have them now; for items that came by import."""
        ...

    def terms(self, content: Content) -> Mapping[str, list[str]]:
        """Facet values that follow from the room's parts; topics are publishing's."""
        ...

    def told(self, content: Content) -> list[Told]:
        """The room's own parts in words; publishing tells the common ones itself."""
        ...

    def lacks(self, content: Content) -> list[Lack]:
        """What is missing or wrong before this may be published; writes nothing."""
        ...

    def apply(self, item: Item, content: Content) -> None:
        """Write the room's own rows. The item's id and its state, dates and audience are set already; flushes.

        The item's `live_revision` is still that of the version that readers had before; None where they had none.
        """
        ...

    def page(self, slug: str, scopes: frozenset[str]) -> tuple[str, dict[str, Any]] | None:
        """The template and context of the item's page, as readers with these scopes get it; None where they do not."""
        ...


PUBLISHABLES: Registry[Publishable] = Registry()


def byline_of(kind: str) -> str:
    """What the byline of a kind is called."""
    return getattr(PUBLISHABLES[kind], "byline", "Submitted by")


def withdrawal_of(kind: str) -> str:
    """What withdrawing something of a kind does to others than its readers; empty for nothing."""
    return getattr(PUBLISHABLES[kind], "withdrawal", "")

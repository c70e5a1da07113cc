"""The importing port: what is handed to a room that takes imported content, and what is asked of the room.

A room offers an importer (`ion.blog.imports`, `ion.library.imports`); `ion.app` plugs it in with `offer`; the common
`ion.commons.importing` reads files, turns them into `ImportedItem`s and knows no room.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from ion.models import Item


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """Someone named in a byline. `source` is stable over imports, so that nobody is made twice."""

    source: str
    slug: str
    name: str
    affiliation: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class ImportedTopic:
    """A topic that an item names, as its own file describes it."""

    key: str
    name: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One item ready to be saved: plain text fields, Markdown without HTML, aware datetimes.

    `source` names where it came from, stable over imports. `slug` is the one wished for; it is free among the items
    of the same run. `paths` are old addresses (each begins with /). `extra` holds the fields that the room named in
    `Importer.fields`, as read from the file: strings, lists and mappings of strings.
    """

    source: str
    file: str
    slug: str
    title: str
    summary: str = ""
    markdown: str = ""
    link_url: str = ""
    link_name: str = ""
    is_draft: bool = False
    is_sample: bool = False
    published_at: datetime | None = None
    expires_at: datetime | None = None
    first_published_on: date | None = None
    reviewed_on: date | None = None
    authors: tuple[ImportedPerson, ...] = ()
    posted_by: ImportedPerson | None = None
    topics: tuple[ImportedTopic, ...] = ()
    paths: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def digest(self) -> str:
        """64 hex digits over everything but the file's place on this machine: equal when nothing changed."""
        facts = asdict(self)
        del facts["file"]
        return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()


class Importer(Protocol):
    """A room's side of importing. `name` is what the command line calls it, `kind` the kind of its items."""

    name: str
    kind: str
    path_prefix: str
    fields: frozenset[str]

    def problems(self, item: ImportedItem) -> Sequence[str]:
        """Return sentences that say why the room cannot take the item; empty when it can. Writes nothing."""
        ...

    def terms(self, item: ImportedItem) -> Iterable[tuple[str, str]]:
        """Return the item's (facet, key) pairs besides its topics."""
        ...

    def body(self, item: ImportedItem) -> str:
        """Return the Markdown that stands in the item's body, apart from what the room keeps in its own tables."""
        ...

    def content(self, item: ImportedItem) -> dict[str, Any]:
        """Return the JSON of a revision: everything an editor may change."""
        ...

    def project(self, items: Sequence[tuple[Item, ImportedItem]]) -> None:
        """Write the room's own rows for items already added to the session; called for new and changed ones."""
        ...


offered: dict[str, Importer] = {}
"""Importers by name."""


def offer(importer: Importer) -> None:
    """Plug an importer in; a later one of the same name takes the place of the earlier."""
    offered[importer.name] = importer

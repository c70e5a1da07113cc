"""The importing port: what is handed to a room that takes imported content, and what is asked of the room.

A room offers an importer (`ion.blog.imports`, `ion.library.imports`), `ion.app` plugs it in, and the common
`ion.commons.importing` reads files, turns them into `ImportedItem`s and knows no room.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from ion.core.ports.registry import Registry
from ion.models import Item


class UnknownImporter(Exception):
    """No room offers to import what was asked for."""


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
    of the same run. `text_digest` stands for the text and the room's fields as the file has them. `paths` are old
    addresses (each begins with /). `extra` holds the fields that the room named in `Importer.fields`, as read from
    the file: strings, lists and mappings of strings. `counted` holds those of the dates above that the file counts
    from today, as it writes them: their digest stays the same from day to day.
    """

    source: str
    file: str
    slug: str
    title: str
    text_digest: str = ""
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
    counted: Mapping[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        """64 hex digits, equal when nothing changed: 32 over what the file says, 32 over what was made of it.

        The second half alone differs when only links lead elsewhere now, since more of the site is here.
        """
        made = asdict(self)
        del made["file"]
        made |= made.pop("counted")
        said = {name: each for name, each in made.items() if name not in ("markdown", "extra")}
        return fingerprint(said) + fingerprint(made)


def fingerprint(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:32]


class Importer(Protocol):
    """A room's side of importing.

    `kind` is the kind of its items, `name` what the command line calls them ("posts"), `path_prefix` what their
    addresses begin with, `fields` the front matter names that the room reads itself. `happens` says that the date of
    its items is when they happen: one that lies ahead does not make a draft.
    """

    @property
    def kind(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def path_prefix(self) -> str: ...

    @property
    def fields(self) -> frozenset[str]: ...

    @property
    def happens(self) -> bool: ...

    def problems(self, item: ImportedItem) -> list[str]:
        """Sentences that say why the room cannot take the item; empty when it can. Writes nothing."""
        ...

    def terms(self, item: ImportedItem) -> dict[str, list[str]]:
        """Facet values of the item besides its topics."""
        ...

    def body(self, item: ImportedItem) -> str:
        """The Markdown that stands in the item's body, apart from what the room keeps in its own tables."""
        ...

    def content(self, item: ImportedItem) -> dict[str, Any]:
        """What the room adds to the content of a revision, as JSON."""
        ...

    def project(self, rows: Sequence[tuple[Item, ImportedItem]]) -> None:
        """Write the room's own rows for items that are new or changed; their ids are known."""
        ...


IMPORTERS: Registry[Importer] = Registry()


def importer_named(name: str) -> Importer:
    """The importer that the command line calls `name`; raises UnknownImporter."""
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    raise UnknownImporter(f"{name!r} cannot be imported; known: {', '.join(each.name for each in IMPORTERS)}")

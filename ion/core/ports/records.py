"""The importing port for what is no item: people, topics and organizations.

A room offers an importer (`ion.directory.imports`, `ion.library.imports.topics`), `ion.app` plugs it in, and the
common `ion.commons.importing` reads files and lists, turns their rows into `ImportedRecord`s and knows no room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from ion.core.ports.registry import Registry


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """One row of a list, or one file, ready to be saved.

    `source` names where it came from, stable over imports; `key` is its name there, `slug` the one wished for.
    `where` is the file and row, for the report. `words` and `lists` hold what the row says under the importer's own
    names: what it does not say is absent, what it leaves empty is empty. `paths` are old addresses.
    """

    source: str
    where: str
    key: str
    slug: str
    name: str
    words: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    is_sample: bool = False


class Fate(StrEnum):
    """What became of a record, in the words of the report."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT = "left as it is here"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record; `why` it was left, and the address at which it stands here."""

    fate: Fate
    path: str
    why: str = ""


class RecordImporter(Protocol):
    """A room's side of importing records.

    `kind` is what they are ("person"), `name` what the command line calls them ("people"). `part` is the folder of a
    map where their files are, `table` the map's table of their fields. `words` are the texts a record has besides
    its name, each with its longest length; `lists` its lists of keys; `prose` the one of `words` that is Markdown,
    where a file's own text belongs (empty for none).
    """

    @property
    def kind(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def part(self) -> str: ...

    @property
    def table(self) -> str: ...

    @property
    def words(self) -> Mapping[str, int]: ...

    @property
    def lists(self) -> frozenset[str]: ...

    @property
    def prose(self) -> str: ...

    def problems(self, record: ImportedRecord) -> list[str]:
        """Sentences that say why the room cannot take the record; empty when it can. Writes nothing."""
        ...

    def save(self, records: Sequence[ImportedRecord], *, overwrite: bool) -> list[Outcome]:
        """Make or change what stands for each record, inside a unit of work; what became of each, in order.

        What is equal already is not written. What was changed here is left, unless `overwrite`; what belongs to
        somebody who signs in is left in any case.
        """
        ...


RECORD_IMPORTERS: Registry[RecordImporter] = Registry()

"""Rows to records: what a row says of a person, a topic or an organization, under ION's names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ion.commons.importing import fields
from ion.commons.importing.converting import convert
from ion.commons.importing.directory import SAMPLE
from ion.commons.importing.entries import plain_alias
from ion.commons.importing.fields import FieldRefused
from ion.commons.importing.links import AddressBook
from ion.commons.importing.mapping import SourceMap
from ion.commons.importing.report import Report
from ion.commons.importing.rows import Row, Rows
from ion.core import text
from ion.core.conversion.losses import Losses
from ion.core.ports.records import ImportedRecord, RecordImporter

LONGEST_NAME = 200
BETWEEN = re.compile(r"[;,|\n]")
BESIDES = frozenset({"name", "slug", "is_sample"})


@dataclass(slots=True)
class Records:
    """The rows of one path as records for one importer; what cannot be one stands in the report."""

    importer: RecordImporter
    map: SourceMap
    rows: Rows
    report: Report
    book: AddressBook = field(init=False)
    seen: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = AddressBook(self.map.site, self.map.hosts)

    def read(self) -> list[ImportedRecord]:
        """Read the rows and make a record of each that can be one; nothing twice."""
        records = []
        for row in self.rows.read():
            try:
                records.append(self.once(self.record(row)))
            except FieldRefused as error:
                self.report.refuse(row.where, str(error))
        self.name_unread_columns()
        return records

    def once(self, record: ImportedRecord) -> ImportedRecord:
        first = self.seen.setdefault(record.source, record.where)
        if first != record.where:
            raise FieldRefused(f"{record.key} stands twice: first in {first}")
        return record

    def record(self, row: Row) -> ImportedRecord:
        """One record; raises FieldRefused with the reason why it cannot be one."""
        name = text.squeeze(fields.words(row.front, self.names("name")), LONGEST_NAME)
        if not name:
            raise FieldRefused("no name")
        given = fields.words(row.front, self.names("slug"))
        key = row.key or text.slug(given or name, 120)
        place = self.importer.part if row.key else self.importer.kind
        return ImportedRecord(
            source=f"{self.rows.namespace}:{place}/{key}",
            where=row.where,
            key=key,
            slug=text.slug(given or row.key or name, 120),
            name=name,
            words=dict(self.words(row)),
            lists=dict(self.lists(row)),
            paths=tuple(self.paths(row)),
            is_sample=SAMPLE in name or fields.truth(row.front, self.names("is_sample")),
        )

    def names(self, ours: str) -> tuple[str, ...]:
        return self.map.record_field(self.importer.table, ours)

    def says(self, row: Row, ours: str) -> bool:
        return any(name in row.front for name in self.names(ours))

    def words(self, row: Row) -> Iterator[tuple[str, str]]:
        """Each text that the row says, even if empty: Markdown without HTML, or one line of its longest length."""
        for ours, longest in self.importer.words.items():
            if ours == self.importer.prose:
                if told := self.prose(row):
                    yield ours, told
                elif self.says(row, ours):
                    yield ours, ""
            elif self.says(row, ours):
                yield ours, text.squeeze(fields.words(row.front, self.names(ours)), longest)

    def prose(self, row: Row) -> str:
        """The text of a file, or the field of that name, as Markdown without HTML; nothing where the map names none."""
        names = self.names(self.importer.prose)
        told = (names and row.text.strip()) or fields.value(row.front, names) or ""
        if not isinstance(told, str):
            raise FieldRefused(f"{self.importer.prose} is not a text")
        losses = Losses()
        made = convert(told, self.map.shortcodes, self.book, row.where, losses, self.map.rewrites)
        longest = self.importer.words[self.importer.prose]
        if len(made) > longest:
            raise FieldRefused(f"{self.importer.prose} is longer than {longest:,} characters")
        for what, detail in losses.rows():
            self.report.add(row.where, what, detail)
        return made

    def lists(self, row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each list that the row says; in one cell its entries stand between commas or semicolons."""
        for ours in sorted(self.importer.lists):
            if self.says(row, ours):
                entries = fields.several(row.front, self.names(ours))
                parts = (part.strip() for entry in entries for part in BETWEEN.split(entry))
                yield ours, tuple(dict.fromkeys(part for part in parts if part))

    def paths(self, row: Row) -> Iterator[str]:
        for alias in fields.several(row.front, self.map.fields.get("aliases", ())):
            path = plain_alias(alias) if alias.startswith("/") else ""
            if path:
                yield path
            else:
                self.report.add(row.where, "alias", f"not a path: {alias[:200]}")

    def name_unread_columns(self) -> None:
        """What a list has columns for and ION does not; the files of a site have many names of their own."""
        if not self.rows.is_list:
            return
        ours = BESIDES | self.importer.words.keys() | self.importer.lists
        read = {name for each in ours for name in self.names(each)} | set(self.map.fields.get("aliases", ()))
        for name in dict.fromkeys(name for row in self.rows.found for name in row.front):
            if name not in read:
                self.report.add(self.rows.path.name, "column", f"{name[:80]} is not read")

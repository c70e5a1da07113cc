"""Files to rows: a folder of Markdown, a list in YAML, a table in CSV or XLSX; each row as its source says it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ion.commons.importing.entries import is_left_out
from ion.commons.importing.mapping import SourceMap
from ion.commons.importing.place import place
from ion.commons.importing.reading import (
    Front,
    Source,
    Unreadable,
    markdown_files,
    read_list,
    read_source,
    read_text,
)
from ion.commons.importing.report import Report
from ion.commons.importing.spreadsheets import LARGEST_TABLE, formulas, table_rows

TABLES = frozenset({".csv", ".xlsx"})
LISTS = frozenset({".yaml", ".yml"})
OLDER = frozenset({".xls", ".ods", ".numbers"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, for the report; what it says; and `key`, its name in a folder that a map names."""

    where: str
    front: Front
    text: str = ""
    key: str = ""


@dataclass(slots=True)
class Rows:
    """The rows of one path. `namespace` is the name of their sources; what is refused stands in the report."""

    path: Path
    part: str
    map: SourceMap
    report: Report
    namespace: str = ""
    found: list[Row] = field(default_factory=list)
    is_list: bool = False

    def read(self) -> list[Row]:
        """Read everything; raises MapError where the map names no folder for the part."""
        if self.path.is_dir() or self.path.suffix.casefold() == ".md":
            self.found = [*self.of_folder()]
            return self.found
        self.is_list, self.report.unit = True, "rows"
        full = self.path.resolve()
        self.namespace = self.map.namespace or f"{full.parent.name}/{full.stem}"
        try:
            self.found = [*self.of_list()]
        except Unreadable as error:
            self.report.refuse(self.path.name, str(error))
        return self.found

    def of_folder(self) -> Iterator[Row]:
        site = place(self.path if self.path.is_dir() else self.path.parent, self.part, self.map)
        self.namespace = site.namespace
        named = [site.root / folder for folder in self.map.folders.get(self.part, ())]
        only = None if self.path.is_dir() else self.path.resolve()
        for folder in site.folders:
            for file in markdown_files(folder):
                if only in (None, file) and (source := self.source(file, site.root)):
                    yield Row(source.path, source.front, source.text, key_of(file, named))

    def source(self, file: Path, root: Path) -> Source | None:
        """One file; None where it is no record, or cannot be read."""
        self.report.files += 1
        try:
            source = read_source(file, root, self.map.largest_file)
        except Unreadable as error:
            self.report.refuse(file.relative_to(root).as_posix(), str(error))
            return None
        if is_left_out(source, self.map):
            self.report.count("skipped")
            return None
        return source

    def of_list(self) -> Iterator[Row]:
        ending = self.path.suffix.casefold()
        if ending in OLDER:
            raise Unreadable(f"{ending} is not read: save it as .xlsx or as CSV (UTF-8)")
        if ending not in TABLES | LISTS:
            raise Unreadable("neither a folder nor one of .md, .yaml, .csv, .xlsx")
        yield from self.of_table() if ending in TABLES else self.of_yaml()

    def of_table(self) -> Iterator[Row]:
        for number, cells in table_rows(self.path):
            self.report.files += 1
            where = f"{self.path.name}, row {number:,}"
            if held := formulas(cells.items()):
                why = f"{', '.join(held)}: a formula. Formulas are not calculated here; put in their values"
                self.report.refuse(where, why)
                continue
            yield Row(where, dict(cells))

    def of_yaml(self) -> Iterator[Row]:
        entries = read_list(read_text(self.path, LARGEST_TABLE))
        for number, entry in enumerate(entries, 1):
            self.report.files += 1
            where = f"{self.path.name}, entry {number:,}"
            if isinstance(entry, dict):
                yield Row(where, {str(name): value for name, value in entry.items()})
            else:
                self.report.refuse(where, "not names and values")


def key_of(file: Path, folders: list[Path]) -> str:
    """What a byline or a list of topics calls the file: its own name or its folder's; empty outside of `folders`."""
    for folder in folders:
        if file.is_relative_to(folder):
            path = file.relative_to(folder).as_posix().removesuffix(".md").removesuffix("/_index")
            return path.casefold()
    return ""

"""What an import did and what it could not take, in counts and in named rows."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

COUNTED = (
    "new",
    "changed",
    "unchanged",
    "beside staff changes",
    "left as it is here",
    "redirect",
    "linked anew",
    "refused",
    "skipped",
)
WRITTEN = ("new", "changed", "beside staff changes", "redirect")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One remark: the file, what it is about (refused, slug, unlinked, picture, html …), and the words."""

    file: str
    what: str
    why: str


@dataclass(slots=True)
class Report:
    """Counts and rows of one import. `is_dry` says that nothing was written; `files` are counted in `unit`."""

    is_dry: bool = False
    files: int = 0
    unit: str = "files"
    counts: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)

    def count(self, what: str) -> None:
        self.counts[what] += 1

    def add(self, file: str, what: str, why: str) -> None:
        self.rows.append(Row(file, what, why))

    def refuse(self, file: str, why: str) -> None:
        """The file was not taken."""
        self.count("refused")
        self.add(file, "refused", why)

    @property
    def has_written(self) -> bool:
        return any(self.counts[what] for what in WRITTEN)

    def about(self, what: str) -> list[Row]:
        return [row for row in self.rows if row.what == what]

    def lines(self, most: int = 20) -> Iterator[str]:
        """The report to read in a terminal: counts, then at most `most` rows of each sort, refused files in full."""
        yield "Nothing was written (dry run). It would be:" if self.is_dry else "Imported:"
        yield f"  {self.files:,} {self.unit} read"
        for what in [*COUNTED, *sorted(self.counts.keys() - set(COUNTED))]:
            if self.counts[what]:
                yield f"  {self.counts[what]:,} {what}"
        sorts = Counter(row.what for row in self.rows)
        for what in sorted(sorts, key=lambda each: (each != "refused", each)):
            yield ""
            yield f"{what} ({sorts[what]:,}):"
            shown = self.about(what) if what == "refused" else self.about(what)[:most]
            yield from (f"  {row.file}: {row.why}" for row in shown)
            if len(shown) < sorts[what]:
                yield f"  … and {sorts[what] - len(shown):,} more (all of them with --report FILE)"

    def write_csv(self, file: Path) -> None:
        """All rows as CSV; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
        with file.open("w", encoding="utf-8", newline="") as stream:
            table = csv.writer(stream)
            table.writerow(("file", "what", "why"))
            table.writerows([cell(row.file), cell(row.what), cell(row.why)] for row in self.rows)


def cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text

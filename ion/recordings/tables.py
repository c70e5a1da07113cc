"""A platform's report as one table: its heading and its rows, whatever else stands in the file.

Reports begin with lines about the meeting, hold several tables under titles of their own ("Panelist Details",
"3. In-Meeting Activities"), and come with commas, semicolons or tabs. Cells are text; nothing in them is run.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO

from ion.models import ReportKind
from ion.recordings.decoding import NotText, decoded
from ion.recordings.meanings import Columns, guessed, plain

MOST_BYTES = 5_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 80
LONGEST_CELL = 4_000
HEAD_LINES = 60
"""Lines at the beginning in which the separator of cells is looked for."""
DELIMITERS = ",\t;"
FORMULA = re.compile(r'="(.*)"')
OTHERS = ("hostdetails", "panelistdetails", "summary", "inmeetingactivities", "activities", "polloverview")
"""Titles of tables that are not about attendees, or tell of them a second time."""
PEOPLE = frozenset(
    {"username", "useremail", "name", "email", "submitteddatetime", "datetime", "time", "no", ""}
)
"""Headings of a poll report, besides those of the polls themselves."""

Row = list[str]


class ReportRefused(Exception):
    """The report is not taken; the text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Report:
    """The names of the columns, and the rows below them; a row may be shorter than the heading."""

    heading: Row
    rows: list[Row]


@dataclass(slots=True)
class Table:
    """One table of a file: the title above it, its heading, and what its columns mean by their names."""

    title: str
    heading: Row
    columns: Columns
    rows: list[Row] = field(default_factory=list)

    @property
    def is_other(self) -> bool:
        return plain(self.title).lstrip("0123456789") in OTHERS


def read_report(data: bytes, kind: ReportKind) -> Report:
    """The table of the report that tells of attendees, questions or polls. Raises ReportRefused."""
    if len(data) > MOST_BYTES:
        raise ReportRefused(f"The report is too large: at most {MOST_BYTES // 1_000_000} MB are read.")
    try:
        text = decoded(data)
    except NotText as error:
        raise ReportRefused(str(error)) from error
    delimiter = max(DELIMITERS, key=lambda each: known_in(text, each, kind))
    tables = list(tables_of(cells(text, delimiter), kind))
    if not tables:
        raise ReportRefused("There is no table in this file: no row has a name for each of its columns.")
    report = joined(tables)
    if kind is ReportKind.POLLS:
        report = unfolded(report)
    if not report.rows:
        raise ReportRefused("The table in this file has no rows below the names of its columns.")
    return report


def known_in(text: str, delimiter: str, kind: ReportKind) -> tuple[int, int]:
    """How well a separator fits: known columns in one row of the beginning, then cells in one row."""
    head = "\n".join(text.split("\n", HEAD_LINES)[:HEAD_LINES])
    try:
        rows = list(csv.reader(StringIO(head, newline=""), delimiter=delimiter))
    except csv.Error:
        return (0, 0)
    return max(((len(guessed(kind, row)), len(row)) for row in rows), default=(0, 0))


def cells(text: str, delimiter: str) -> Iterator[Row]:
    """Every row of the file, its cells tidied; an empty row has none."""
    table = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(table):
            if number > 2 * MOST_ROWS:
                raise ReportRefused(f"More than {MOST_ROWS:,} rows: this is not the report of one webinar.")
            if len(row) > MOST_COLUMNS and any(cell.strip() for cell in row[MOST_COLUMNS:]):
                raise ReportRefused(f"Line {table.line_num:,} has more than {MOST_COLUMNS} columns.")
            yield trimmed([tidy(cell) for cell in row[:MOST_COLUMNS]])
    except csv.Error as error:
        raise ReportRefused(f"Line {table.line_num:,} cannot be read: {error}.") from error


def tidy(cell: str) -> str:
    """A cell in one line; a number that a program wrote as ="123" is the number."""
    text = " ".join(cell[: 2 * LONGEST_CELL].split())[:LONGEST_CELL]
    found = FORMULA.fullmatch(text)
    return found[1] if found else text


def trimmed(row: Row) -> Row:
    last = max((place for place, cell in enumerate(row, 1) if cell), default=0)
    return row[:last]


def tables_of(rows: Iterator[Row], kind: ReportKind) -> Iterator[Table]:
    """The tables of a file: each begins with a row of known columns. Where no row has such, the first full one."""
    kept = list(rows)
    if not any(is_heading(row, kind) for row in kept):
        yield from first_table(kept)
        return
    title, table = "", None
    for row in kept:
        if is_heading(row, kind):
            table = Table(title, row, guessed(kind, row))
            yield table
        elif len(row) == 1 and not (table and len(table.heading) == 1):
            title, table = row[0], None
        elif row and table is not None:
            table.rows.append(row)


def is_heading(row: Row, kind: ReportKind) -> bool:
    """Whether these are names of columns: two of them known, or the only one that matters."""
    columns = guessed(kind, row)
    if kind is ReportKind.POLLS and {"username", "submitteddatetime"} <= {plain(cell) for cell in row}:
        return True
    return len(columns) > 1 or (kind is ReportKind.QUESTIONS and "text" in columns)


def first_table(rows: Sequence[Row]) -> Iterator[Table]:
    at = next((place for place, row in enumerate(rows) if len(row) > 1 and all(row)), None)
    if at is not None:
        yield Table("", rows[at], {}, [row for row in rows[at + 1 :] if row])


def joined(tables: Sequence[Table]) -> Report:
    """The largest table about attendees, and the rows of smaller ones under the columns that mean the same."""
    own = [table for table in tables if not table.is_other] or list(tables)
    first = max(own, key=lambda table: (len(table.columns), len(table.rows)))
    rows = list(first.rows)
    for table in own:
        if table is not first:
            rows += [moved(row, table.columns, first.columns) for row in table.rows]
    if len(rows) > MOST_ROWS:
        raise ReportRefused(f"More than {MOST_ROWS:,} rows: this is not the report of one webinar.")
    return Report(first.heading, rows)


def moved(row: Row, here: Columns, there: Columns) -> Row:
    """A row of one table as it would stand in another."""
    cells = [""] * (max(there.values(), default=0) + 1)
    for meaning, place in there.items():
        if meaning in here and here[meaning] < len(row):
            cells[place] = row[here[meaning]]
    return cells


def unfolded(report: Report) -> Report:
    """Polls that stand side by side, one person in a row, as one choice in a row; names are left behind."""
    names = [plain(cell) for cell in report.heading]
    if "choice" in guessed(ReportKind.POLLS, report.heading) or "submitteddatetime" not in names:
        return report
    start = names.index("submitteddatetime") + 1
    asked = report.heading[start:]
    rows: list[Row] = []
    for row in report.rows:
        told = row[start:]
        pairs = zip(asked, told, strict=False) if asked else zip(told[::2], told[1::2], strict=False)
        rows += [[question, choice] for question, choice in pairs if question and choice]
    return Report(["Question", "Answer"], rows)

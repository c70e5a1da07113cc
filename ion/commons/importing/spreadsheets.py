"""Tables as rows of text: CSV and XLSX. Nothing in them is calculated, followed or run, nor read without end."""

import csv
import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from ion.commons.importing.reading import CONTROLS, LONE_HALVES, Unreadable, read_text

LARGEST_TABLE = 10_000_000
LARGEST_UNPACKED = 50_000_000
"""Bytes of a workbook, a zip file, once it is unpacked: no more than that is ever read of it."""
MOST_ROWS = 20_000
MOST_LINES = 50_000
"""Rows of a sheet, most of them empty, that are looked at."""
MOST_COLUMNS = 60
LONGEST_CELL = 32_767
DELIMITERS = ",;\t"
ERROR, FORMULA = "e", "f"

Cells = list[str]


def table_rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that is not empty, with its number, as texts by column; raises Unreadable.

    The first row names the columns; they are read in lower case, with _ for spaces ("Job title" is job_title).
    """
    rows = workbook_rows(file) if file.suffix.casefold() == ".xlsx" else csv_rows(file)
    numbered = ((number, cells) for number, cells in rows if any(cells))
    _, header = next(numbered, (0, []))
    columns = [column(cell) for cell in header]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise Unreadable(f"two columns are called {twice[0]!r}")
    if not any(columns):
        raise Unreadable("the table is empty")
    for number, cells in numbered:
        named = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        if any(named.values()):
            yield number, named


def column(cell: str) -> str:
    return re.sub(r"[\W_]+", "_", cell.casefold()).strip("_")


def csv_rows(file: Path) -> Iterator[tuple[int, Cells]]:
    text = read_text(file, LARGEST_TABLE)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    table = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in table:
            yield table.line_num, [tidy(cell) for cell in bounded(table.line_num, cells)]
    except csv.Error as error:
        raise Unreadable(f"bad CSV (line {table.line_num:,}): {error}") from error


def workbook_rows(file: Path) -> Iterator[tuple[int, Cells]]:
    """The rows of the first sheet. Read whole before the first is given: a damaged one gives none."""
    refuse_bomb(file)
    try:
        with warnings.catch_warnings():  # of styles and rules that are of no concern here
            warnings.simplefilter("ignore")
            yield from [*sheet_rows(file)]
    except Unreadable:
        raise
    except Exception as error:  # a damaged or hostile workbook may raise anything
        raise Unreadable(f"not a workbook that can be read: {type(error).__name__}") from error


def sheet_rows(file: Path) -> Iterator[tuple[int, Cells]]:
    with file.open("rb") as stream:
        sheet = load_workbook(stream, read_only=True, keep_links=False).worksheets[0]
        sheet.reset_dimensions()  # what it says of its size may be wrong
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
            cells = [cell_text(cell) for cell in row]
            if any(cells) or number > MOST_LINES:
                yield number, bounded(number, cells)


def refuse_bomb(file: Path) -> None:
    """Refuse a workbook that is too large, or would be once unpacked (what it declares is all that is unpacked)."""
    size = file.stat().st_size
    if size > LARGEST_TABLE:
        raise Unreadable(f"too large: {size:,} bytes, at most {LARGEST_TABLE:,} are read")
    try:
        with ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (BadZipFile, OSError, ValueError) as error:
        raise Unreadable("not an .xlsx workbook (or one with a password)") from error
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable(
            f"too large once unpacked: {unpacked:,} bytes, at most {LARGEST_UNPACKED:,} are read"
        )


def bounded(number: int, cells: Cells) -> Cells:
    if number > MOST_ROWS + 1:
        raise Unreadable(f"more than {MOST_ROWS:,} rows: split the table")
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(f"row {number:,} has more than {MOST_COLUMNS} columns")
    return cells


def cell_text(cell: Any) -> str:
    """A cell as text; a formula as it is written, and an error by its name, both with a leading = sign."""
    found = cell.value
    if found is None:
        return ""
    if cell.data_type in (FORMULA, ERROR):
        return f"={str(found).removeprefix('=')}"
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, float) and found.is_integer():
        return str(int(found))
    if isinstance(found, date | datetime | time):
        return found.isoformat()
    return tidy(str(found))


def tidy(text: str) -> str:
    return LONE_HALVES.sub("", CONTROLS.sub("", text))[:LONGEST_CELL].strip()


def formulas(cells: Iterable[tuple[str, str]]) -> list[str]:
    """The columns whose cell holds a formula, or the error of one: what a program would calculate is not known."""
    return [name for name, text in cells if text.startswith("=")]

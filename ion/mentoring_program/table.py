"""A table of people to invite as mentors, as spreadsheets write it: e-mail, topics, limit."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

MOST_ROWS = 500
MOST_LIMIT = 31
HEADINGS = {"e-mail": "email", "email": "email", "topics": "topics", "topic": "topics", "limit": "limit"}
BETWEEN = re.compile(r"\s*[;|]\s*")


class BadTable(Exception):
    """The file is no such table; the text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row, by its number in the file: an e-mail address in small letters, topics as typed, a monthly limit."""

    number: int
    email: str
    topics: tuple[str, ...]
    limit: str


def lines_of(content: bytes) -> list[Line]:
    """The rows of a CSV file with a heading; empty rows are left out. Raises BadTable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable("Save the file as CSV in UTF-8.") from error
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True))
    except csv.Error as error:
        raise BadTable("This is no CSV file that can be read.") from error
    columns = [HEADINGS.get(cell.strip().casefold(), "") for cell in rows[0]] if rows else []
    if "email" not in columns:
        raise BadTable("The first row names the columns: e-mail, topics, limit.")
    found = [line for line in read(rows[1:], columns) if line.email or line.topics or line.limit]
    if not found:
        raise BadTable("There is nobody in this file.")
    if len(found) > MOST_ROWS:
        raise BadTable(f"There are more than {MOST_ROWS} rows. Send them in parts.")
    return found


def delimiter_of(text: str) -> str:
    return max(",;\t", key=text.partition("\n")[0].count)


def read(rows: list[list[str]], columns: list[str]) -> Iterator[Line]:
    for number, cells in enumerate(rows, 2):
        named: Mapping[str, str] = {
            name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name
        }
        topics = tuple(part for part in BETWEEN.split(named.get("topics", "")) if part)
        yield Line(number, named.get("email", "").casefold(), topics, named.get("limit", ""))

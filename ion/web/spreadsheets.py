"""Lists as CSV for spreadsheets: streamed, readable by Excel, and never run as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response, stream_with_context

MARK = "\ufeff"
"""Excel takes a file for UTF-8 where this stands first."""
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet program may take for the beginning of a formula."""


def safe_cell(value: Any) -> str:
    """The value as text that no spreadsheet program runs; a number stays one, None is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.startswith(RISKY) else text


class _Line:
    """What csv writes to: keeps the line until it is taken."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_lines(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of the file, one by one."""
    line = _Line()
    writer = csv.writer(line)
    writer.writerow(heading)
    yield MARK + line.text
    for row in rows:
        writer.writerow([safe_cell(value) for value in row])
        yield line.text


def csv_answer(name: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A file of that name to keep; `rows` are read while it goes out, so it may be of any length."""
    response = Response(stream_with_context(csv_lines(heading, rows)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

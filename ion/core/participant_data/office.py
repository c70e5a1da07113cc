"""The words of office documents, as lines: a paragraph is a line, and so is a row of a table, its cells parted by tabs.

The parts are read once by expat, which builds nothing, within a budget: what lies beyond it is not looked at.
"""

import re
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

CHUNK = 64 * 1024
LONGEST_TOKEN = 512 * 1024
"""Bytes of one tag or comment, which expat reads again with every chunk until it ends."""
MOST_COLUMNS = 60
CELLS = {"c", "tc", "table-cell", "covered-table-cell"}
ROWS = {"row", "tr", "table-row"}
PARAGRAPHS = {"p", "h"}
COLUMN = re.compile(r"[A-Z]{1,3}")
CONTROLS = re.compile(r"[\t\n\r\"]")


class Enough(Exception):
    """As much was read as is looked at, or the rest cannot be read."""


@dataclass(slots=True)
class Budget:
    """What may still be read of one upload: letters of text, unpacked bytes, elements of XML."""

    letters: int = 1_000_000
    unpacked: int = 12_000_000
    elements: int = 200_000
    lines: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Keep a piece of text; raises Enough."""
        self.lines.append(text[: max(0, self.letters)])
        self.letters -= len(text)
        if self.letters < 0:
            raise Enough


class Part(Protocol):
    """One file in the archive."""

    def read(self, size: int = -1, /) -> bytes: ...


class Words:
    """The words of one part. `shared` are the texts that cells of sheets point to."""

    def __init__(self, budget: Budget, shared: list[str], *, is_open: bool) -> None:
        self.budget, self.shared, self.is_open = budget, shared, is_open
        self.cells = self.column = self.pending = self.paragraphs = 0
        self.is_reading = self.is_pointing = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.open
        self.parser.EndElementHandler = self.close
        self.parser.CharacterDataHandler = self.read
        self.parser.StartDoctypeDeclHandler = refuse

    def take(self, part: Part) -> None:
        """Read the part to its end; raises Enough, or expat's error for what is no XML."""
        fed = 0
        while chunk := part.read(CHUNK):
            self.parser.Parse(chunk, False)
            fed += len(chunk)
            self.budget.unpacked -= len(chunk)
            if self.budget.unpacked < 0 or fed - self.parser.CurrentByteIndex > LONGEST_TOKEN:
                raise Enough

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self.budget.elements -= 1
        if self.budget.elements < 0:
            raise Enough
        kind = name.rpartition(":")[2]
        if kind in CELLS:
            self.open_cell(attributes)
        elif kind in PARAGRAPHS:
            self.paragraphs += 1
        elif kind in ("tab", "br", "s"):
            self.budget.add(" ")
        self.is_reading = self.paragraphs > 0 if self.is_open else kind in ("t", "v")

    def open_cell(self, attributes: dict[str, str]) -> None:
        """Stand in the column of the cell: empty ones before it may have been left out."""
        self.cells += 1
        place = COLUMN.match(attributes.get("r", ""))
        if place:
            self.pending = max(0, min(number_of(place[0]), MOST_COLUMNS) - self.column)
            self.budget.add("\t" * self.pending)
            self.column += self.pending
        repeated = attributes.get("table:number-columns-repeated", "1")
        self.pending = min(int(repeated), MOST_COLUMNS) if repeated.isdecimal() and len(repeated) < 6 else 1
        self.is_pointing = attributes.get("t") == "s"

    def close(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind in CELLS:
            self.cells -= 1
            self.column += self.pending
            self.budget.add("\t" * self.pending if not self.cells else " ")
        elif kind in ROWS and not self.cells:
            self.column = 0
            self.budget.add("\n")
        elif kind in PARAGRAPHS:
            self.paragraphs -= 1
            self.budget.add(" " if self.cells else "\n")
        self.is_reading = self.is_open and self.paragraphs > 0

    def read(self, letters: str) -> None:
        if not self.is_reading:
            return
        if self.is_pointing and letters.isdecimal() and len(letters) < 8:
            at = int(letters)
            letters = self.shared[at] if at < len(self.shared) else ""
        self.budget.add(CONTROLS.sub(" ", letters))


class SharedTexts(Words):
    """The texts that cells of sheets point to by number."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget, [], is_open=False)
        self.text: list[str] = []

    def open(self, name: str, attributes: dict[str, str]) -> None:
        super().open(name, attributes)
        if name == "si":
            self.text = []

    def close(self, name: str) -> None:
        if name == "si":
            self.shared.append("".join(self.text))
        self.is_reading = False

    def read(self, letters: str) -> None:
        if self.is_reading:
            self.text.append(letters)


def refuse(*_declaration: object) -> None:
    """Office programs write no document type; one would only be there to define entities that grow."""
    raise Enough


def number_of(letters: str) -> int:
    """Which column a sheet calls so, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1

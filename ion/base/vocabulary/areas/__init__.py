"""Local workforce development areas: one CSV file per state, since they are data that states redraw."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ion.base.vocabulary.places import STATES

FOLDER = Path(__file__).resolve().parent


class AreaSeed(NamedTuple):
    """A row to plant: its key begins with the state's code in lower case ("ky-bluegrass")."""

    key: str
    name: str


@cache
def area_seeds() -> dict[str, tuple[AreaSeed, ...]]:
    """The areas that ship with ION by state code; ValueError names the file of a row that cannot be right."""
    return {file.stem: rows_of(file) for file in sorted(FOLDER.glob("*.csv"))}


def rows_of(file: Path) -> tuple[AreaSeed, ...]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = tuple(AreaSeed(row["key"].strip(), row["name"].strip()) for row in csv.DictReader(lines))
    prefix = f"{file.stem.lower()}-"
    wrong = [row.key for row in rows if not row.key.startswith(prefix) or not row.name]
    if wrong or file.stem not in STATES or len({row.key for row in rows}) < len(rows):
        raise ValueError(f"{file.name}: {', '.join(wrong) or 'unknown state, or one key twice'}")
    return rows

"""Items as lists of ION staff name them: title, the page readers see, and the page to write at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ion.core.ports.publishable import PUBLISHABLES
from ion.core.ports.subjects import SUBJECTS


@dataclass(frozen=True, slots=True)
class Thing:
    """An item: `path` is empty where its page may not be seen, `write_path` where its kind is not written here."""

    id: int
    kind_label: str
    title: str
    path: str
    write_path: str


def thing_of(row: Any, paths: Mapping[int, str]) -> Thing:
    """The thing behind a row with id, kind and title."""
    label = SUBJECTS[row.kind].label if row.kind in SUBJECTS else row.kind
    write = f"/staff/publishing/{row.id}" if row.kind in PUBLISHABLES else ""
    return Thing(row.id, label, row.title, paths.get(row.id, ""), write)

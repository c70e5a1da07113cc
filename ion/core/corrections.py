"""Corrections: dated notes at the head of a live item's text, in its room's pages and feeds alike.

A row of `Correction` that is added raises the version of the kind "correction" (`ion.core.tallies`); parts of pages
that are remembered and show corrections name that kind among theirs.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from ion.core import reading, tallies
from ion.models import Correction

KIND = "correction"
NOTES = (
    select(Correction.item_id, Correction.at, Correction.text)
    .where(Correction.item_id.in_(bindparam("ids", expanding=True)))
    .order_by(Correction.item_id, Correction.at.desc(), Correction.id.desc())
)
CORRECTED = select(Correction.item_id).distinct()


class Note(NamedTuple):
    """One correction as readers see it: when it was made, and plain text that says what was put right."""

    at: datetime
    text: str


def corrections_of(item_id: int) -> tuple[Note, ...]:
    """The corrections of one item, newest first."""
    return corrections_among([item_id]).get(item_id, ())


def corrections_among(ids: Collection[int]) -> dict[int, tuple[Note, ...]]:
    """The corrections of those items that have any, newest first; asks nothing where none of them has."""
    wanted = sorted(corrected().intersection(ids))
    found: dict[int, list[Note]] = {}
    for item_id, at, text in reading.rows(NOTES, ids=wanted) if wanted else ():
        found.setdefault(item_id, []).append(Note(at, text))
    return {item_id: tuple(notes) for item_id, notes in found.items()}


def corrected() -> frozenset[int]:
    """The ids of all items with a correction, remembered: they are few, and every page asks."""
    return tallies.recall(KIND, "corrected", lambda: frozenset(reading.rows(CORRECTED).scalars()))

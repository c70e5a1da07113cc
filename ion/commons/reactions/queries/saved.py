"""What a member saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, select

from ion.core import items, reading
from ion.core.access import SEEN
from ion.core.ports.subjects import SUBJECTS
from ion.models import Item, SavedItem


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved item as its list shows it."""

    id: int
    kind_label: str
    title: str
    path: str
    summary: str
    note: str
    saved_at: datetime
    is_archived: bool
    is_sample: bool


OF_USER = SavedItem.user_id == bindparam("user_id", type_=Integer)
TOTALS = (
    select(Item.kind, func.count().label("number"))
    .select_from(SavedItem)
    .join(Item, and_(Item.id == SavedItem.item_id, SEEN), isouter=True)
    .where(OF_USER)
    .group_by(Item.kind)
)


@dataclass(frozen=True, slots=True)
class SavedTotals:
    """How many saved items of each kind a user may still see, by kind in the order of the kinds' plugging in.

    `hidden` are those that the user may not see any more: withdrawn, or meant for others now.
    """

    kinds: Mapping[str, int]
    hidden: int


def saved_totals(user_id: int, scopes: frozenset[str]) -> SavedTotals:
    """How many items the user saved."""
    rows = reading.rows(TOTALS, user_id=user_id, scopes=sorted(scopes))
    found = {row.kind: row.number for row in rows}
    seen = {kind: found.pop(kind) for kind in SUBJECTS.kinds() if kind in found}
    return SavedTotals(seen, sum(found.values()))


@cache
def saved_statement(of_kind: bool) -> Select[*tuple[Any, ...]]:
    """The list's question, of all kinds or of one, built once."""
    asked = (
        select(Item.id, SavedItem.note, SavedItem.at)
        .join(SavedItem, SavedItem.item_id == Item.id)
        .where(OF_USER, SEEN)
        .order_by(SavedItem.at.desc(), Item.id.desc())
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
    )
    return asked.where(Item.kind == bindparam("kind")) if of_kind else asked


def saved_rows(
    user_id: int, scopes: frozenset[str], kind: str = "", *, offset: int, limit: int
) -> list[SavedRow]:
    """Saved items that may still be seen, last saved first."""
    asked = {"user_id": user_id, "scopes": sorted(scopes), "offset": offset, "limit": limit, "kind": kind}
    rows = reading.rows(saved_statement(bool(kind)), **asked).all()
    subjects = items.subjects([row.id for row in rows], scopes)
    return [
        SavedRow(
            id=row.id,
            kind_label=SUBJECTS[subject.kind].label,
            title=subject.title,
            path=subject.path,
            summary=subject.summary,
            note=row.note,
            saved_at=row.at,
            is_archived=subject.is_archived,
            is_sample=subject.is_sample,
        )
        for row in rows
        if (subject := subjects.get(row.id))
    ]

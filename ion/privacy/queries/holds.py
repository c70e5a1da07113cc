"""Holds on records, standing and lifted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.core.labels import facet_labels
from ion.models import Person, RecordHold, User

SHOWN = 100


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One hold in words; what it does not name is empty or None. `lifted_at` None: it stands."""

    id: int
    person: str
    person_id: int | None
    topic: str
    since: datetime | None
    until: datetime | None
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str
    lifted_at: datetime | None


covered, placing, lifting = aliased(Person), aliased(User), aliased(User)
placer, lifter = aliased(Person), aliased(Person)


def asked() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *RecordHold.__table__.columns,
            covered.name.label("person"),
            placer.name.label("placed_by"),
            lifter.name.label("lifted_by"),
        )
        .select_from(RecordHold)
        .join(covered, covered.id == RecordHold.person_id, isouter=True)
        .join(placing, placing.id == RecordHold.placed_by_id, isouter=True)
        .join(placer, placer.id == placing.person_id, isouter=True)
        .join(lifting, lifting.id == RecordHold.lifted_by_id, isouter=True)
        .join(lifter, lifter.id == lifting.person_id, isouter=True)
        .limit(SHOWN)
    )


def standing() -> Sequence[HoldRow]:
    """Those that stand, the newest first."""
    return told(asked().where(RecordHold.lifted_at.is_(None)).order_by(RecordHold.id.desc()))


def lifted() -> Sequence[HoldRow]:
    """Those that were lifted, the latest first."""
    return told(asked().where(RecordHold.lifted_at.is_not(None)).order_by(RecordHold.lifted_at.desc()))


def told(statement: Select[*tuple[Any, ...]]) -> list[HoldRow]:
    labels = facet_labels("topic")
    return [
        HoldRow(
            row.id,
            row.person or "",
            row.person_id,
            labels.get(row.topic, row.topic) if row.topic else "",
            row.since,
            row.until,
            row.reason,
            row.placed_by or "Former member",
            row.placed_at,
            row.lifted_by or "Former member",
            row.lifted_at,
        )
        for row in reading.rows(statement)
    ]

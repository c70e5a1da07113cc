"""Pairs of a cohort that ION staff decided, with names."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ion.base.extensions import db
from ion.cohorts.labels import KINDS
from ion.cohorts.queries.people import names
from ion.core.bylines import Name
from ion.models import CohortPair, PairKind


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision; `mentor` is None where the mentee is left without one by hand."""

    id: int
    mentee: Name
    mentor: Name | None
    kind: PairKind
    reason: str
    at: datetime

    @property
    def kind_words(self) -> str:
        return KINDS[self.kind]


def decided_pairs(cohort_id: int, scopes: frozenset[str]) -> list[Decided]:
    """All of them, the newest first."""
    rows = db.session.scalars(
        select(CohortPair).where(CohortPair.cohort_id == cohort_id).order_by(CohortPair.id.desc())
    ).all()
    called = names({id for row in rows for id in (row.mentee_id, row.mentor_id) if id}, scopes)
    return [
        Decided(
            row.id,
            called[row.mentee_id],
            called[row.mentor_id] if row.mentor_id else None,
            row.kind,
            row.reason,
            row.at,
        )
        for row in rows
    ]

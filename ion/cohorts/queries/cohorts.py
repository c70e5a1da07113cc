"""Cohorts: those one may join, one's own, and all of them for ION staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from ion.base.extensions import db
from ion.cohorts.labels import STATES
from ion.cohorts.policies import today
from ion.models import CohortMember, CohortState, MentoringCohort, MentoringPath, Side

PATH = "/mentoring/cohorts/"
STAFF_PATH = "/staff/mentoring/cohorts/"


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One cohort in a list. `side` is the reader's in it, None for one who is not in it."""

    id: int
    title: str
    summary: str
    state: CohortState
    closes_on: date | None
    starts_on: date | None
    ends_on: date | None
    is_sample: bool
    mentors: int
    mentees: int
    side: Side | None = None

    @property
    def path(self) -> str:
        return f"{PATH}{self.id}"

    @property
    def staff_path(self) -> str:
        return f"{STAFF_PATH}{self.id}"

    @property
    def state_words(self) -> str:
        return STATES[self.state]


def counted(side: Side) -> Any:
    """SQL: how many are in a cohort on that side."""
    return (
        select(func.count())
        .select_from(CohortMember)
        .where(
            CohortMember.cohort_id == MentoringCohort.id,
            CohortMember.side == side,
            CohortMember.left_at.is_(None),
        )
        .correlate(MentoringCohort)
        .scalar_subquery()
    )


COLUMNS = (
    MentoringCohort.id,
    MentoringCohort.title,
    MentoringCohort.summary,
    MentoringCohort.state,
    MentoringCohort.closes_on,
    MentoringCohort.starts_on,
    MentoringCohort.ends_on,
    MentoringCohort.is_sample,
    counted(Side.MENTOR).label("mentors"),
    counted(Side.MENTEE).label("mentees"),
)
NEXT_FIRST = (
    case(
        {CohortState.MATCHING.value: 0, CohortState.OPEN.value: 1, CohortState.DRAFT.value: 2},
        value=MentoringCohort.state,
        else_=3,
    ),
    MentoringCohort.id.desc(),
)


def listed(*conditions: ColumnElement[bool], offset: int = 0, limit: int | None = None) -> list[CohortRow]:
    found = select(*COLUMNS).where(*conditions).order_by(*NEXT_FIRST).offset(offset).limit(limit)
    return [CohortRow(**row._mapping) for row in db.session.execute(found)]


def joinable(person_id: int) -> ColumnElement[bool]:
    """SQL: somebody who is not in the cohort may join it today."""
    is_open = MentoringCohort.state == CohortState.OPEN
    is_in = exists().where(
        CohortMember.cohort_id == MentoringCohort.id,
        CohortMember.person_id == person_id,
        CohortMember.left_at.is_(None),
    )
    in_time = or_(MentoringCohort.closes_on.is_(None), MentoringCohort.closes_on >= today())
    return and_(is_open, in_time, ~is_in)


def open_cohorts(person_id: int, *, offset: int = 0, limit: int | None = None) -> list[CohortRow]:
    """Those that somebody may join today and is not in, the newest first."""
    return listed(joinable(person_id), offset=offset, limit=limit)


def open_total(person_id: int) -> int:
    return (
        db.session.scalar(select(func.count()).select_from(MentoringCohort).where(joinable(person_id))) or 0
    )


def own_cohorts(person_id: int, most: int = 20) -> list[CohortRow]:
    """Those that somebody is in, the newest first; drafts are nobody's yet."""
    found = (
        select(*COLUMNS, CohortMember.side)
        .join(CohortMember, CohortMember.cohort_id == MentoringCohort.id)
        .where(
            CohortMember.person_id == person_id,
            CohortMember.left_at.is_(None),
            MentoringCohort.state != CohortState.DRAFT,
        )
        .order_by(*NEXT_FIRST)
        .limit(most)
    )
    return [CohortRow(**row._mapping) for row in db.session.execute(found)]


def all_cohorts(*, offset: int, limit: int) -> list[CohortRow]:
    """All of them, for ION staff: what waits for them first."""
    return listed(offset=offset, limit=limit)


def all_total() -> int:
    return db.session.scalar(select(func.count()).select_from(MentoringCohort)) or 0


def row_of(cohort_id: int) -> CohortRow | None:
    """One cohort with how many are in it."""
    return next(iter(listed(MentoringCohort.id == cohort_id)), None)


def one(cohort_id: int) -> MentoringCohort | None:
    """The cohort itself, whatever its state."""
    return db.session.get(MentoringCohort, cohort_id)


def seen(cohort_id: int) -> MentoringCohort | None:
    """The cohort, for members: no draft."""
    cohort = one(cohort_id)
    return None if cohort is None or cohort.state is CohortState.DRAFT else cohort


def membership(cohort_id: int, person_id: int) -> CohortMember | None:
    """How somebody is in a cohort; None for one who is not, or left."""
    member = db.session.get(CohortMember, (cohort_id, person_id))
    return member if member is not None and member.left_at is None else None


def paths() -> Sequence[tuple[int, str]]:
    """Guided paths that a cohort can follow, by name."""
    rows = db.session.execute(
        select(MentoringPath.id, MentoringPath.name)
        .where(MentoringPath.archived_at.is_(None))
        .order_by(MentoringPath.name)
    )
    return [(row.id, row.name) for row in rows]


def path_name(path_id: int | None) -> str:
    """What a guided path is called; empty for none."""
    if path_id is None:
        return ""
    return db.session.scalar(select(MentoringPath.name).where(MentoringPath.id == path_id)) or ""

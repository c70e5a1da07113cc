"""Runs of a cohort and what they matched, for ION staff; the published match of everybody for themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import aliased, undefer

from ion.base.extensions import db
from ion.cohorts.labels import MODES, ORIGINS
from ion.core import reading
from ion.core.bylines import Name, named
from ion.core.matching.scoring import Reason, from_json
from ion.core.people import page_id
from ion.models import CohortRank, Match, MatchMode, MatchOrigin, MatchRun, Mentorship, Person

MOST_RUNS = 20


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in a list. `pairs` is how many it matched, None before it is ready."""

    id: int
    mode: MatchMode
    asked_at: datetime
    ready_at: datetime | None
    inputs_version: int
    problem: str
    published_at: datetime | None
    pairs: int

    @property
    def mode_words(self) -> str:
        return MODES[self.mode]


@dataclass(frozen=True, slots=True)
class Pairing:
    """One mentee of a run, with a mentor or without. The choices are each one's own rank of the other, None where
    there is none."""

    mentee_id: int
    mentee: Name
    mentor_id: int | None
    mentor: Name | None
    origin: MatchOrigin
    points: int
    reasons: tuple[Reason, ...]
    why: str
    mentee_choice: int | None
    mentor_choice: int | None

    @property
    def origin_words(self) -> str:
        return ORIGINS[self.origin]


mentee, mentor = aliased(Person), aliased(Person)
PAIRS = (
    select(func.count())
    .select_from(Match)
    .where(Match.run_id == MatchRun.id, Match.mentor_id.is_not(None))
    .correlate(MatchRun)
    .scalar_subquery()
)


def choice(of: ColumnElement[int], other: ColumnElement[Any]) -> Any:
    """SQL: the place that somebody gave the other in the run's cohort."""
    return (
        select(CohortRank.position)
        .where(
            CohortRank.cohort_id == bindparam("cohort_id"),
            CohortRank.person_id == of,
            CohortRank.other_id == other,
        )
        .correlate(Match)
        .scalar_subquery()
    )


PAIRINGS = (
    select(
        Match.mentee_id,
        Match.mentor_id,
        Match.origin,
        Match.points,
        Match.reasons,
        Match.why,
        mentee.name.label("mentee"),
        page_id(mentee).label("mentee_page"),
        mentor.name.label("mentor"),
        page_id(mentor).label("mentor_page"),
        choice(Match.mentee_id, Match.mentor_id).label("mentee_choice"),  # type: ignore[arg-type]
        choice(Match.mentor_id, Match.mentee_id).label("mentor_choice"),  # type: ignore[arg-type]
    )
    .join(mentee, mentee.id == Match.mentee_id)
    .join(mentor, mentor.id == Match.mentor_id, isouter=True)
    .where(Match.run_id == bindparam("run_id"))
    .order_by(func.lower(mentee.name), Match.mentee_id)
)


def runs(cohort_id: int) -> list[RunRow]:
    """The last runs, the newest first."""
    rows = db.session.execute(
        select(
            MatchRun.id,
            MatchRun.mode,
            MatchRun.asked_at,
            MatchRun.ready_at,
            MatchRun.inputs_version,
            MatchRun.problem,
            MatchRun.published_at,
            PAIRS.label("pairs"),
        )
        .where(MatchRun.cohort_id == cohort_id)
        .order_by(MatchRun.id.desc())
        .limit(MOST_RUNS)
    )
    return [RunRow(**row._mapping) for row in rows]


def run_of(cohort_id: int, run_id: int) -> MatchRun | None:
    """One run of the cohort, without its record."""
    run = db.session.get(MatchRun, run_id)
    return run if run is not None and run.cohort_id == cohort_id else None


def run_with_record(cohort_id: int, run_id: int) -> MatchRun | None:
    """One run of the cohort that is ready, with its record."""
    asked = select(MatchRun).where(
        MatchRun.id == run_id,
        MatchRun.cohort_id == cohort_id,
        MatchRun.ready_at.is_not(None),
        MatchRun.problem == "",
    )
    return db.session.scalar(asked.options(undefer(MatchRun.record)))


def published_run(cohort_id: int) -> MatchRun | None:
    """The run that was published."""
    return db.session.scalar(
        select(MatchRun).where(MatchRun.cohort_id == cohort_id, MatchRun.published_at.is_not(None))
    )


def pairing(row: Any) -> Pairing:
    return Pairing(
        row.mentee_id,
        named(row.mentee, row.mentee_page),
        row.mentor_id,
        named(row.mentor, row.mentor_page) if row.mentor_id else None,
        row.origin,
        row.points,
        from_json(row.reasons),
        row.why,
        row.mentee_choice,
        row.mentor_choice,
    )


def narrowed(asked: Any, words: str, only_unmatched: bool) -> Any:
    if only_unmatched:
        asked = asked.where(Match.mentor_id.is_(None))
    if words:
        found = [func.lower(side.name).contains(words.lower(), autoescape=True) for side in (mentee, mentor)]
        asked = asked.where(or_(*found))
    return asked


def pairings(
    run: MatchRun,
    scopes: frozenset[str],
    *,
    words: str = "",
    only_unmatched: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> list[Pairing]:
    """What a run matched, by the mentee's name; only names with these words, only those without a mentor."""
    asked = narrowed(PAIRINGS, words, only_unmatched).offset(offset).limit(limit)
    found = reading.rows(asked, run_id=run.id, cohort_id=run.cohort_id, scopes=sorted(scopes))
    return [pairing(row) for row in found]


def pairing_total(run: MatchRun, *, words: str = "", only_unmatched: bool = False) -> int:
    counted = (
        select(func.count())
        .select_from(Match)
        .join(mentee, mentee.id == Match.mentee_id)
        .join(mentor, mentor.id == Match.mentor_id, isouter=True)
        .where(Match.run_id == run.id)
    )
    return int(reading.rows(narrowed(counted, words, only_unmatched)).scalar() or 0)


def pairing_of(run: MatchRun, mentee_id: int, scopes: frozenset[str]) -> Pairing | None:
    """What a run gave one mentee."""
    asked = PAIRINGS.where(Match.mentee_id == mentee_id)
    row = reading.rows(asked, run_id=run.id, cohort_id=run.cohort_id, scopes=sorted(scopes)).first()
    return pairing(row) if row else None


def own_pairings(run: MatchRun, person_id: int, scopes: frozenset[str]) -> list[Pairing]:
    """The published matches of one person, on whichever side."""
    asked = PAIRINGS.where(or_(Match.mentee_id == person_id, Match.mentor_id == person_id))
    found = reading.rows(asked, run_id=run.id, cohort_id=run.cohort_id, scopes=sorted(scopes))
    return [pairing(row) for row in found]


def mentorships_of(cohort_id: int, person_id: int) -> Mapping[int, int]:
    """The mentorships that a cohort proposed to one person, by the other's id."""
    rows: Sequence[Any] = db.session.execute(
        select(Mentorship.id, Mentorship.mentor_id, Mentorship.mentee_id).where(
            Mentorship.cohort_id == cohort_id,
            or_(Mentorship.mentor_id == person_id, Mentorship.mentee_id == person_id),
        )
    ).all()
    return {row.mentee_id if row.mentor_id == person_id else row.mentor_id: row.id for row in rows}


def taken_in(run: MatchRun) -> dict[int, int]:
    """How many mentees each mentor has in a run."""
    rows = db.session.execute(
        select(Match.mentor_id, func.count().label("number"))
        .where(Match.run_id == run.id, Match.mentor_id.is_not(None))
        .group_by(Match.mentor_id)
    )
    return {row.mentor_id: row.number for row in rows}

"""Runs of the matching: asked for by ION staff, made by the worker, kept with their record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.cohorts.services import holding
from ion.core import clock, outbox
from ion.core.refusals import Refused
from ion.core.text import squeeze
from ion.models import CohortState, Match, MatchMode, MatchRun

RUN = "cohorts.run"
KIND = "match_run"
GIVEN_UP = timedelta(hours=1)
"""A run that is not ready by then does not keep others from being asked for."""
LONGEST_PROBLEM = 500
UNDER_WAY = "A run of this cohort is being made. Wait until it is there."
NOT_YET = "Let nobody join any more before you match: people would still come and rank."


@dataclass(frozen=True, slots=True)
class Made:
    """What the solver made of a cohort: the rows of `matches`, by the columns of Match but for the run."""

    matches: Iterable[Mapping[str, Any]]
    figures: Mapping[str, Any]
    record: Mapping[str, Any]
    inputs_hash: str
    inputs_version: int


def ask(cohort_id: int, mode: MatchMode, *, user_id: int) -> MatchRun:
    """Ask the worker for a run; a mode other than the cohort's is that of the run alone. Raises NotThere, Refused."""
    cohort = holding.not_published(cohort_id)
    if cohort.state is not CohortState.MATCHING:
        raise Refused(NOT_YET)
    if under_way(cohort_id):
        raise Refused(UNDER_WAY)
    run = MatchRun(
        cohort_id=cohort_id,
        mode=mode,
        asked_by_id=user_id,
        asked_at=clock.now(),
        inputs_version=cohort.version,
    )
    db.session.add(run)
    db.session.flush()
    outbox.later(RUN, key=str(run.id), kind=KIND, id=run.id)
    holding.note("cohort run asked for", cohort, user_id, mode=mode.value, run=run.id)
    return run


def under_way(cohort_id: int) -> bool:
    """Whether the worker makes a run of the cohort now."""
    asked = select(MatchRun.id).where(
        MatchRun.cohort_id == cohort_id,
        MatchRun.ready_at.is_(None),
        MatchRun.asked_at > clock.now() - GIVEN_UP,
    )
    return db.session.scalar(asked.limit(1)) is not None


def keep(run_id: int, made: Made) -> None:
    """Write down what a run gave; one that is ready already stays as it is."""
    run = unfinished(run_id)
    if run is None:
        return
    db.session.execute(delete(Match).where(Match.run_id == run_id))
    db.session.add_all(Match(run_id=run_id, **row) for row in made.matches)
    run.figures, run.record = dict(made.figures), dict(made.record)
    run.inputs_hash, run.inputs_version = made.inputs_hash, made.inputs_version
    run.ready_at = clock.now()
    db.session.flush()


def give_up(run_id: int, problem: str) -> None:
    """Write down why a run could not be made, in words for ION staff."""
    run = unfinished(run_id)
    if run is not None:
        run.problem, run.ready_at = squeeze(problem, LONGEST_PROBLEM), clock.now()
        db.session.flush()


def unfinished(run_id: int) -> MatchRun | None:
    asked = select(MatchRun).where(MatchRun.id == run_id, MatchRun.ready_at.is_(None)).with_for_update()
    return db.session.scalar(asked.execution_options(populate_existing=True))

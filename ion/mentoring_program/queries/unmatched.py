"""Questions that wait for a conversation, and why: what ION staff may know of them, never the mentee's note."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from ion.core import clock, reading
from ion.core.labels import label
from ion.core.matching.scoring import Criterion, rank
from ion.core.mentoring import conflicts, weights
from ion.core.mentoring.pending import has_request, is_stuck, is_unmatched
from ion.core.times import count
from ion.mentoring_program.queries.supply import Supply, supply
from ion.models import (
    MentoringNeed,
    MentoringRequest,
    NeedCriterion,
    Person,
    RequestState,
    Weight,
    WhoMayAsk,
)

PATH = "/staff/mentoring/unmatched"


class Which(StrEnum):
    """STUCK: nobody is asked at present; ASKED: a mentor may still answer."""

    STUCK = "stuck"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question without a conversation. `why` says in words what stands in the way; `fit` is how many mentors with
    openings fit and were not asked."""

    id: int
    question: str
    mentee: str
    created_at: datetime
    has_priority: bool
    topics: tuple[str, ...]
    why: str
    fit: int
    waits: bool

    @property
    def path(self) -> str:
        return f"{PATH}/{self.id}"

    @property
    def days(self) -> int:
        """Whole days since it was written."""
        return (clock.now() - self.created_at).days


IDS: Any = bindparam("ids", expanding=True)
ROWS = select(
    MentoringNeed.id,
    MentoringNeed.mentee_id,
    MentoringNeed.question,
    MentoringNeed.created_at,
    MentoringNeed.has_priority,
    MentoringNeed.waits_since,
    Person.name,
).join(Person, Person.id == MentoringNeed.mentee_id)
CRITERIA = select(NeedCriterion.need_id, NeedCriterion.facet, NeedCriterion.key, NeedCriterion.weight).where(
    NeedCriterion.need_id.in_(IDS)
)
REQUESTS = select(MentoringRequest.need_id, MentoringRequest.mentor_id, MentoringRequest.state).where(
    MentoringRequest.need_id.in_(IDS)
)


def chosen(which: Which) -> ColumnElement[bool]:
    """SQL over MentoringNeed."""
    return is_stuck() if which is Which.STUCK else is_unmatched() & has_request(RequestState.ASKED)


def totals() -> dict[Which, int]:
    """How many of each there are."""
    counted = [
        select(func.count()).where(chosen(which)).scalar_subquery().label(which.value) for which in Which
    ]
    row = reading.rows(select(*counted)).one()
    return {which: int(row._mapping[which.value]) for which in Which}


def unmatched(which: Which, *, offset: int, limit: int) -> list[Waiting]:
    """Those with priority first, then the oldest."""
    order = (MentoringNeed.has_priority.desc(), MentoringNeed.created_at, MentoringNeed.id)
    rows = reading.rows(ROWS.where(chosen(which)).order_by(*order).offset(offset).limit(limit)).all()
    return told(rows) if rows else []


def one(need_id: int) -> Waiting | None:
    """One such question; None for any other, so that ION staff read none that found its conversation."""
    rows = reading.rows(ROWS.where(is_unmatched(), MentoringNeed.id == need_id)).all()
    return told(rows)[0] if rows else None


def told(rows: Sequence[Any]) -> list[Waiting]:
    ids = [row.id for row in rows]
    wanted: dict[int, list[Criterion]] = defaultdict(list)
    for each in reading.rows(CRITERIA, ids=ids):
        wanted[each.need_id].append(Criterion(each.facet, each.key, each.weight))
    tried: dict[int, dict[int, RequestState]] = defaultdict(dict)
    for each in reading.rows(REQUESTS, ids=ids):
        tried[each.need_id][each.mentor_id] = each.state
    there, apart = supply(), conflicts({row.mentee_id for row in rows})
    return [
        waiting(
            row, wanted[row.id], tried[row.id], fitting(row.mentee_id, wanted[row.id], there, apart), there
        )
        for row in rows
    ]


def waiting(
    row: Any,
    criteria: Sequence[Criterion],
    tried: Mapping[int, RequestState],
    fit: Collection[int],
    there: Supply,
) -> Waiting:
    free = [id for id in fit if there.openings.get(id) and id not in tried]
    return Waiting(
        row.id,
        row.question,
        row.name,
        row.created_at,
        row.has_priority,
        tuple(label("topic", each.key) for each in criteria if each.facet == "topic"),
        why(criteria, tried, fit, free, there),
        len(free),
        row.waits_since is not None,
    )


def fitting(
    mentee_id: int, criteria: Collection[Criterion], there: Supply, apart: Mapping[frozenset[int], str]
) -> list[int]:
    """The mentors who meet something of what is wanted, whom the mentee may ask."""
    ranked = rank(criteria, there.mentors.index, weights()) if criteria else []
    return [
        id
        for id, fit in ranked
        if fit.met
        and id != mentee_id
        and frozenset((id, mentee_id)) not in apart
        and there.mentors.mentors[id].who_may_ask != WhoMayAsk.COHORTS
    ]


def why(
    criteria: Sequence[Criterion],
    tried: Mapping[int, RequestState],
    fit: Collection[int],
    free: Collection[int],
    there: Supply,
) -> str:
    """What stands in the way of a conversation, in words."""
    if asked := sum(state is RequestState.ASKED for state in tried.values()):
        return f"{count(asked, 'mentor has', 'mentors have')} not answered yet."
    if not criteria:
        return "The question alone was given, nothing that a mentor should know."
    if not fit:
        return nobody(criteria, there)
    if not free:
        return without_openings(fit, tried)
    more = "other " if tried else ""
    fits = count(len(free), f"{more}mentor fits and has openings.", f"{more}mentors fit and have openings.")
    return answers(tried) + fits


def answers(tried: Mapping[int, RequestState]) -> str:
    """What those said who were asked; a sentence, or nothing."""
    if not tried:
        return "Nobody was asked yet. "
    no = sum(state is RequestState.DECLINED for state in tried.values())
    late = sum(state is RequestState.EXPIRED for state in tried.values())
    said = [words for number, words in ((no, f"{no} declined"), (late, f"{late} did not answer")) if number]
    return f"{', '.join(said)}. " if said else ""


def nobody(criteria: Sequence[Criterion], there: Supply) -> str:
    """Which of the things wanted nobody has, else that nobody meets every must."""
    lacking = [
        label(each.facet, each.key)
        for each in criteria
        if each.weight is Weight.MUST and not there.of_term(each.facet, each.key)
    ] or [label(each.facet, each.key) for each in criteria if not there.of_term(each.facet, each.key)]
    if lacking:
        return f"No mentor has this: {', '.join(lacking)}."
    return "No mentor meets everything that must be met."


def without_openings(fit: Collection[int], tried: Mapping[int, RequestState]) -> str:
    if all(id in tried for id in fit):
        return f"{answers(tried)}Everybody who fits was asked."
    full = [id for id in fit if id not in tried]
    fits = count(len(full), "mentor fits but is full or away.", "mentors fit but are full or away.")
    return answers(tried) + fits

"""One need as suggestions and its page read it: what is wanted, and whom it was put to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, func, select

from ion.core import reading
from ion.core.matching.scoring import Criterion
from ion.core.mentoring import FACETS
from ion.mentoring.policies import OPEN
from ion.models import MentoringNeed, MentoringRequest, NeedCriterion, NeedState, Person, RequestState

REQUEST_WORDS = {
    RequestState.PLANNED: "Asked next, if the one before cannot",
    RequestState.ASKED: "Waits for an answer",
    RequestState.ACCEPTED: "Said yes",
    RequestState.DECLINED: "Cannot this time",
    RequestState.EXPIRED: "Did not answer in time",
    RequestState.WITHDRAWN: "You took it back",
    RequestState.CLOSED: "Closed",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A mentor who was put a need, or will be next: where that stands."""

    id: int
    mentor_id: int
    state: RequestState
    position: int
    path: str
    name: str
    asked_at: datetime | None
    expires_at: datetime | None

    @property
    def was_asked(self) -> bool:
        """Whether the mentor read the need."""
        return self.asked_at is not None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def words(self) -> str:
        """Where it stands, for the mentee."""
        return REQUEST_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Needed:
    """A need with its criteria and whom it was put to, in the mentee's order."""

    id: int
    mentee_id: int
    question: str
    note: str
    item_id: int | None
    cohort_id: int | None
    state: NeedState
    has_priority: bool
    created_at: datetime
    waits_since: datetime | None
    criteria: tuple[Criterion, ...]
    asked: tuple[Asked, ...]

    @property
    def path(self) -> str:
        return f"/mentoring/needs/{self.id}"

    @property
    def is_open(self) -> bool:
        return self.state is NeedState.OPEN

    @property
    def is_waiting(self) -> bool:
        """Whether somebody is asked and has not answered."""
        return any(each.state is RequestState.ASKED for each in self.asked)


NEEDED = select(
    MentoringNeed.id,
    MentoringNeed.mentee_id,
    MentoringNeed.question,
    MentoringNeed.note,
    MentoringNeed.item_id,
    MentoringNeed.cohort_id,
    MentoringNeed.state,
    MentoringNeed.has_priority,
    MentoringNeed.created_at,
    MentoringNeed.waits_since,
).where(MentoringNeed.id == bindparam("id", type_=Integer))
CRITERIA = select(NeedCriterion.facet, NeedCriterion.key, NeedCriterion.weight).where(
    NeedCriterion.need_id == bindparam("id", type_=Integer)
)
ASKED = (
    select(
        MentoringRequest.id,
        MentoringRequest.mentor_id,
        MentoringRequest.state,
        MentoringRequest.position,
        MentoringRequest.asked_at,
        MentoringRequest.expires_at,
        Person.name,
    )
    .join(Person, Person.id == MentoringRequest.mentor_id)
    .where(MentoringRequest.need_id == bindparam("id", type_=Integer))
    .order_by(MentoringRequest.position, MentoringRequest.id)
)


def needed(id: int, mentee_id: int | None = None) -> Needed | None:
    """A need; None where there is none, or it is not this mentee's (a person id; None asks nobody)."""
    row = reading.rows(NEEDED, id=id).first()
    if row is None or mentee_id not in (None, row.mentee_id):
        return None
    order = list(FACETS)
    criteria = [Criterion(of.facet, of.key, of.weight) for of in reading.rows(CRITERIA, id=id)]
    criteria.sort(key=lambda of: (order.index(of.facet) if of.facet in FACETS else len(order), of.key))
    return Needed(
        **row._mapping, criteria=tuple(criteria), asked=tuple(map(asked, reading.rows(ASKED, id=id)))
    )


def asked(row: Any) -> Asked:
    path = f"/mentoring/requests/{row.id}"
    return Asked(row.id, row.mentor_id, row.state, row.position, path, row.name, row.asked_at, row.expires_at)


WAITING = (
    select(MentoringRequest.mentor_id, func.count().label("number"))
    .where(MentoringRequest.mentor_id.in_(bindparam("ids", expanding=True)))
    .where(MentoringRequest.state == RequestState.ASKED)
    .where(MentoringRequest.need_id != bindparam("need_id", type_=Integer))
    .group_by(MentoringRequest.mentor_id)
)


def others_asked(mentor_ids: Sequence[int], need_id: int) -> dict[int, int]:
    """How many requests of other needs wait for each of these mentors; absent where none does."""
    rows = reading.rows(WAITING, ids=list(mentor_ids), need_id=need_id) if mentor_ids else ()
    return {row.mentor_id: row.number for row in rows}

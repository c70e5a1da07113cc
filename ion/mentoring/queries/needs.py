"""What people asked mentors, as lists show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, select

from ion.core import reading
from ion.models import MentoringNeed, MentoringRequest, NeedState, RequestState

STATES = {
    NeedState.OPEN: "Choose whom to ask",
    NeedState.MET: "A mentor said yes",
    NeedState.WITHDRAWN: "You took it back",
    NeedState.UNMET: "Closed without a conversation",
}


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """One of the reader's own needs in a list; `standing` says in words where it stands."""

    id: int
    path: str
    question: str
    state: NeedState
    created_at: datetime
    standing: str

    @property
    def is_open(self) -> bool:
        return self.state is NeedState.OPEN


def number_of(*states: RequestState) -> Any:
    """SQL beside MentoringNeed: how many of its requests are in one of these states."""
    return (
        select(func.count())
        .where(MentoringRequest.need_id == MentoringNeed.id, MentoringRequest.state.in_(states))
        .correlate(MentoringNeed)
        .scalar_subquery()
    )


MINE = (MentoringNeed.mentee_id == bindparam("person_id", type_=Integer), MentoringNeed.cohort_id.is_(None))
OWN = (
    select(
        MentoringNeed.id,
        MentoringNeed.question,
        MentoringNeed.state,
        MentoringNeed.created_at,
        MentoringNeed.waits_since,
        number_of(RequestState.ASKED).label("waiting"),
        number_of(RequestState.DECLINED, RequestState.EXPIRED, RequestState.CLOSED).label("refused"),
    )
    .where(*MINE)
    .order_by(
        case((MentoringNeed.state == NeedState.OPEN, 0), else_=1),
        MentoringNeed.created_at.desc(),
        MentoringNeed.id.desc(),
    )
    .offset(bindparam("skipped", type_=Integer))
    .limit(bindparam("most", type_=Integer))
)
OWN_TOTAL = select(func.count()).select_from(MentoringNeed).where(*MINE)
OPEN_TOTAL = OWN_TOTAL.where(MentoringNeed.state == NeedState.OPEN)


def own(person_id: int, most: int = 5, offset: int = 0) -> list[OwnNeed]:
    """What a person asked mentors, open questions first, then the newest; needs in a cohort are the cohort's."""
    rows = reading.rows(OWN, person_id=person_id, most=most, skipped=offset)
    return [
        OwnNeed(
            row.id, f"/mentoring/needs/{row.id}", row.question, row.state, row.created_at, standing_of(row)
        )
        for row in rows
    ]


def standing_of(row: Any) -> str:
    """Where an own need stands, in words."""
    if row.state is not NeedState.OPEN:
        return STATES[row.state]
    if row.waiting:
        return "Waits for an answer" if row.waiting == 1 else f"Waits for {row.waiting} answers"
    if row.waits_since:
        return "You are told when somebody has openings"
    return "Ask somebody else" if row.refused else STATES[NeedState.OPEN]


def own_total(person_id: int) -> int:
    """How many needs `own` lists in all."""
    return reading.rows(OWN_TOTAL, person_id=person_id).scalar() or 0


def open_total(person_id: int) -> int:
    """How many of a person's own needs are open."""
    return reading.rows(OPEN_TOTAL, person_id=person_id).scalar() or 0

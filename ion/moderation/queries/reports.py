"""The queue of reports as ION staff see it. Nobody is shown, or counted, a report about themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.core.ports.reports import REPORTABLES
from ion.models import Decision, Person, Report, ReportVoice, User
from ion.moderation.policies import SHORT_CAUSES

PATH = "/staff/reports"
ME = bindparam("me", type_=Integer)
IS_OPEN = Report.decided_at.is_(None)
IS_FOR_ME = or_(Report.about_id.is_(None), Report.about_id != ME)


class Tab(StrEnum):
    """Which part of the queue."""

    OPEN = "open"
    MINE = "mine"
    DECIDED = "decided"


CONDITIONS: dict[Tab, ColumnElement[bool]] = {
    Tab.OPEN: IS_OPEN,
    Tab.MINE: and_(IS_OPEN, Report.claimed_by_id == ME),
    Tab.DECIDED: ~IS_OPEN,
}
TOTALS = select(*(func.count(case((each, 1))).label(tab.value) for tab, each in CONDITIONS.items())).where(
    IS_FOR_ME
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A report in a list. What is private has no title: `label` says what kind of thing it is."""

    id: int
    label: str
    title: str
    is_held: bool
    is_second_look: bool
    causes: Sequence[str]
    voices: int
    created_at: datetime
    claimed_by: str
    decision: Decision | None
    decided_at: datetime | None
    decided_by: str


def totals(user_id: int) -> Mapping[Tab, int]:
    """How many reports stand how, for this member of ION staff."""
    row = reading.rows(TOTALS, me=user_id).one()
    return {tab: int(getattr(row, tab.value)) for tab in Tab}


claiming, claimer = aliased(User), aliased(Person)
deciding, decider = aliased(User), aliased(Person)
ROWS = (
    select(
        Report.id,
        Report.subject_kind,
        Report.snapshot["title"].as_string().label("title"),
        Report.snapshot["is_private"].as_boolean().label("is_private"),
        Report.is_held,
        Report.replied_at,
        Report.created_at,
        Report.decision,
        Report.decided_at,
        claimer.name.label("claimed_by"),
        decider.name.label("decided_by"),
    )
    .join(claiming, claiming.id == Report.claimed_by_id, isouter=True)
    .join(claimer, claimer.id == claiming.person_id, isouter=True)
    .join(deciding, deciding.id == Report.decided_by_id, isouter=True)
    .join(decider, decider.id == deciding.person_id, isouter=True)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
OLDEST = (Report.created_at, Report.id)
NEWEST = (Report.decided_at.desc(), Report.id.desc())
LISTS = {
    tab: ROWS.where(condition, IS_FOR_ME).order_by(*(NEWEST if tab is Tab.DECIDED else OLDEST))
    for tab, condition in CONDITIONS.items()
}
CAUSES_OF = (
    select(ReportVoice.report_id, ReportVoice.cause, func.count().label("number"))
    .where(ReportVoice.report_id.in_(bindparam("ids", expanding=True)))
    .group_by(ReportVoice.report_id, ReportVoice.cause)
    .order_by(ReportVoice.report_id, func.count().desc(), ReportVoice.cause)
)


def rows(tab: Tab, user_id: int, *, offset: int, limit: int) -> list[QueueRow]:
    """One part of the queue: what waits begins with the oldest, what was decided with the newest."""
    found = reading.rows(LISTS[tab], me=user_id, offset=offset, limit=limit).all()
    causes = causes_of([row.id for row in found])
    return [queue_row(row, causes.get(row.id, {})) for row in found]


def causes_of(ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many gave which cause, by report, the most frequent first."""
    told: dict[int, dict[str, int]] = {}
    for row in reading.rows(CAUSES_OF, ids=list(ids)) if ids else ():
        told.setdefault(row.report_id, {})[row.cause] = row.number
    return told


def queue_row(row: Any, causes: Mapping[str, int]) -> QueueRow:
    return QueueRow(
        id=row.id,
        label=label_of(row.subject_kind),
        title="" if row.is_private else row.title or "",
        is_held=row.is_held,
        is_second_look=row.replied_at is not None and row.decided_at is None,
        causes=[SHORT_CAUSES.get(cause, cause) for cause in causes],
        voices=sum(causes.values()),
        created_at=row.created_at,
        claimed_by=row.claimed_by or "",
        decision=row.decision,
        decided_at=row.decided_at,
        decided_by=row.decided_by or "",
    )


def label_of(kind: str) -> str:
    """What a thing of that kind is called in the middle of a sentence."""
    return REPORTABLES[kind].label if kind in REPORTABLES else kind


NAME = (
    select(Person.name)
    .join(User, User.person_id == Person.id)
    .where(User.id == bindparam("id", type_=Integer))
)
WAITS = select(exists().where(Report.open_key == bindparam("key"), Report.is_held))


def name_of(user_id: int | None) -> str:
    """The name of a user; "Somebody" for one who is gone."""
    row = reading.rows(NAME, id=user_id).one_or_none() if user_id else None
    return row.name if row else "Somebody"


def waits(kind: str, id: int) -> bool:
    """Whether the site itself holds the thing and nobody decided about it yet."""
    return bool(reading.rows(WAITS, key=f"{kind}:{id}").scalar())

"""What became of one's own reports, and what was decided about what is one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, or_, select

from ion.base.extensions import db
from ion.core import clock, reading
from ion.models import Decision, Report, ReportVoice
from ion.moderation.policies import CAUSES, HIDING, why_no_reply

MOST_DECIDED = 50
USER = bindparam("user", type_=Integer)
TITLE = Report.snapshot["title"].as_string().label("title")


@dataclass(frozen=True, slots=True)
class Made:
    """A report that the reader made. `is_acted_on`: the thing is not shown any more; who was behind it and what became
    of them is nobody else's concern. `is_again`: it was decided, and is looked at once more."""

    id: int
    title: str
    cause: str
    words: str
    at: datetime
    is_claimed: bool
    is_again: bool
    decided_at: datetime | None
    is_acted_on: bool
    reason: str


MADE = (
    select(
        Report.id,
        TITLE,
        ReportVoice.cause,
        ReportVoice.words,
        ReportVoice.at,
        Report.claimed_at,
        Report.decided_at,
        Report.decision,
        Report.reason,
    )
    .join(Report, Report.id == ReportVoice.report_id)
    .where(ReportVoice.user_id == USER)
    .order_by(ReportVoice.at.desc(), ReportVoice.id.desc())
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
MADE_TOTAL = select(func.count()).select_from(ReportVoice).where(ReportVoice.user_id == USER)


def made(user_id: int, *, offset: int, limit: int) -> list[Made]:
    """What the user reported, the newest first."""
    rows = reading.rows(MADE, user=user_id, offset=offset, limit=limit)
    return [made_row(row) for row in rows]


def made_row(row: Any) -> Made:
    is_decided = row.decided_at is not None
    return Made(
        id=row.id,
        title=row.title,
        cause=CAUSES.get(row.cause, row.cause),
        words=row.words,
        at=row.at,
        is_claimed=row.claimed_at is not None,
        is_again=row.decision is not None and not is_decided,
        decided_at=row.decided_at,
        is_acted_on=is_decided and row.decision in HIDING,
        reason=row.reason if is_decided else "",
    )


def made_total(user_id: int) -> int:
    return int(reading.rows(MADE_TOTAL, user=user_id).scalar() or 0)


@dataclass(frozen=True, slots=True)
class About:
    """What was decided about something of the reader's. `decided_at` is None while it is looked at again; `closed` says
    why it cannot be answered (any more)."""

    id: int
    title: str
    decision: Decision
    reason: str
    until: datetime | None
    decided_at: datetime | None
    reply: str
    replied_at: datetime | None
    closed: str


def about(user_id: int) -> Sequence[About]:
    """The decisions that the user was told of, the newest first: what had no consequence is not told."""
    was_held = and_(Report.is_held, Report.subject_kind != "comment")
    told = or_(Report.decision.in_(HIDING), was_held, Report.replied_at.is_not(None))
    found = db.session.scalars(
        select(Report)
        .where(Report.about_id == user_id, Report.decision.is_not(None), told)
        .order_by(func.coalesce(Report.decided_at, Report.replied_at).desc(), Report.id.desc())
        .limit(MOST_DECIDED)
    )
    return [about_row(report) for report in found if report.decision]


def about_row(report: Report) -> About:
    assert report.decision is not None
    return About(
        id=report.id,
        title=report.snapshot["title"],
        decision=report.decision,
        reason=report.reason,
        until=report.until,
        decided_at=report.decided_at,
        reply=report.reply,
        replied_at=report.replied_at,
        closed=why_no_reply(report, clock.now()),
    )

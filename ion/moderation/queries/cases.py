"""One report with all that a decision about it needs: who reported it and why, whose it is, what there was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, case, exists, func, select

from ion.base.extensions import db
from ion.core import clock, reading
from ion.core.access import Viewer
from ion.core.people import page_path
from ion.core.ports.reports import Snapshot
from ion.core.times import count
from ion.models import Decision, Person, Report, ReportVoice, User, UserGrant
from ion.models.user import STAFF
from ion.moderation.policies import CAUSES, concerns, is_held_by_other, look_of, may_read
from ion.moderation.queries.reports import PATH, label_of, name_of
from ion.moderation.snapshots import WHY, from_json

EARLIER_WORDS = {
    "none": ("report without a consequence", "reports without a consequence"),
    "hide": ("thing taken down", "things taken down"),
    "warn": ("warning", "warnings"),
    "suspend": ("suspension", "suspensions"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """One person who reported it: why, and in which words of their own."""

    name: str
    path: str
    cause: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whose the thing is: `earlier` is what was decided about things of theirs before, in words."""

    user_id: int
    name: str
    path: str
    is_staff: bool
    suspended_at: datetime | None
    suspended_until: datetime | None
    earlier: str


@dataclass(frozen=True, slots=True)
class Case:
    """A report as one member of ION staff may see it. `is_mine`: this viewer claimed it; `may_claim`: nobody else did,
    or too long ago. What is private in `snapshot` may be shown where `may_read`."""

    report: Report
    snapshot: Snapshot
    label: str
    why: str
    voices: Sequence[Voice]
    concerned: Concerned | None
    claimed_by: str
    decided_by: str
    look: int
    is_mine: bool
    may_claim: bool
    may_read: bool

    @property
    def path(self) -> str:
        return f"{PATH}/{self.report.id}"

    @property
    def title(self) -> str:
        """What it is about, as the page of it is called before anything private is read."""
        return f"A private {self.label}" if self.snapshot.is_private else self.snapshot.title

    @property
    def is_open(self) -> bool:
        return self.report.decided_at is None

    @property
    def is_second_look(self) -> bool:
        return self.look > 1


def case_of(report_id: int, who: Viewer) -> Case | None:
    """The report; None for none, and for whom it concerns."""
    report = db.session.get(Report, report_id, populate_existing=True)
    if report is None or concerns(report, who.id):
        return None
    snapshot = from_json(report.snapshot)
    is_mine = report.claimed_by_id == who.id
    is_free = report.decided_at is None and not is_mine and not is_held_by_other(report, who, clock.now())
    return Case(
        report=report,
        snapshot=snapshot,
        label=label_of(report.subject_kind),
        why=report.snapshot.get(WHY, ""),
        voices=voices_of(report_id),
        concerned=concerned_by(report),
        claimed_by=name_of(report.claimed_by_id) if report.claimed_by_id else "",
        decided_by=name_of(report.decided_by_id) if report.decided_by_id else "",
        look=look_of(report),
        is_mine=is_mine,
        may_claim=is_free,
        may_read=may_read(report, who),
    )


VOICES = (
    select(ReportVoice.cause, ReportVoice.words, ReportVoice.at, Person.name, Person.id)
    .join(User, User.id == ReportVoice.user_id, isouter=True)
    .join(Person, Person.id == User.person_id, isouter=True)
    .where(ReportVoice.report_id == bindparam("id", type_=Integer))
    .order_by(ReportVoice.at, ReportVoice.id)
    .limit(200)
)


def voices_of(report_id: int) -> list[Voice]:
    return [
        Voice(
            row.name or "Somebody who left",
            page_path(row.id) if row.id else "",
            CAUSES.get(row.cause, row.cause),
            row.words,
            row.at,
        )
        for row in reading.rows(VOICES, id=report_id)
    ]


ABOUT = bindparam("about", type_=Integer)
EARLIER = [
    select(func.count(case((Report.decision == decision, 1))))
    .where(
        Report.about_id == ABOUT, Report.decided_at.is_not(None), Report.id != bindparam("id", type_=Integer)
    )
    .scalar_subquery()
    .label(decision.value)
    for decision in Decision
]
CONCERNED = (
    select(
        User.id,
        Person.name,
        Person.id.label("person_id"),
        User.suspended_at,
        User.suspended_until,
        exists().where(UserGrant.user_id == User.id, UserGrant.grant.in_(STAFF)).label("is_staff"),
        *EARLIER,
    )
    .join(Person, Person.id == User.person_id)
    .where(User.id == ABOUT)
)


def concerned_by(report: Report) -> Concerned | None:
    """Whose the thing is; None where nobody signs in as them."""
    row = reading.rows(CONCERNED, about=report.about_id, id=report.id).one_or_none()
    if row is None:
        return None
    earlier = [count(number, *EARLIER_WORDS[each]) for each in Decision if (number := getattr(row, each))]
    return Concerned(
        user_id=row.id,
        name=row.name,
        path=page_path(row.person_id),
        is_staff=row.is_staff,
        suspended_at=row.suspended_at,
        suspended_until=row.suspended_until,
        earlier=", ".join(earlier),
    )

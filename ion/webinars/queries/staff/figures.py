"""What came of a webinar in numbers: who was there, when people registered, what they said of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, or_, select

from ion.core import reading
from ion.core.times import zone_named
from ion.models import Attendance, Feedback, PlatformReport, Registration, Standing
from ion.models.recording import ReportKind
from ion.webinars.queries.staff.counts import WAS_EXPECTED, WAS_THERE
from ion.webinars.queries.staff.registrants import GUEST, MEMBER

RATINGS = (5, 4, 3, 2, 1)


class Turnout(NamedTuple):
    """Of some registrants how many were expected, and how many of these were there."""

    expected: int
    attended: int

    @property
    def absent(self) -> int:
        return self.expected - self.attended

    @property
    def share(self) -> int:
        """Attended of expected in whole percent; 0 where nobody was expected."""
        return round(100 * self.attended / self.expected) if self.expected else 0


@dataclass(frozen=True, slots=True)
class Presences:
    """Who was there. `unexpected` waited or had cancelled and came; `callers` are known by phone alone; `unknown`
    are named by a report and not registered. `is_reported`: the platform's report is loaded, not just check-ins."""

    members: Turnout
    guests: Turnout
    unexpected: int
    callers: int
    unknown: int
    is_reported: bool

    @property
    def expected(self) -> Turnout:
        return Turnout(
            self.members.expected + self.guests.expected, self.members.attended + self.guests.attended
        )

    @property
    def is_known(self) -> bool:
        return bool(self.is_reported or self.expected.attended or self.unexpected or self.callers)

    @property
    def present(self) -> int:
        """Everyone who was there and is counted."""
        return self.expected.attended + self.unexpected + self.callers


KIND = case((Registration.user_id.is_(None), GUEST), else_=MEMBER)


def presences(webinar_id: int) -> Presences:
    """Who was there, in three questions."""
    rows = reading.rows(
        select(
            KIND.label("kind"),
            WAS_EXPECTED.label("expected"),
            WAS_THERE.label("came"),
            func.count().label("n"),
        )
        .where(Registration.webinar_id == webinar_id, or_(WAS_EXPECTED, WAS_THERE))
        .group_by("kind", "expected", "came")
    ).all()
    callers = reading.rows(
        select(func.count()).where(
            and_(Attendance.webinar_id == webinar_id, Attendance.registration_id.is_(None))
        )
    ).scalar_one()
    reports = reading.rows(
        select(PlatformReport.unknown).where(
            PlatformReport.webinar_id == webinar_id, PlatformReport.kind == ReportKind.ATTENDANCE
        )
    ).all()
    turnouts = {
        kind: Turnout(
            sum(row.n for row in rows if row.kind == kind and row.expected),
            sum(row.n for row in rows if row.kind == kind and row.expected and row.came),
        )
        for kind in (MEMBER, GUEST)
    }
    return Presences(
        members=turnouts[MEMBER],
        guests=turnouts[GUEST],
        unexpected=sum(row.n for row in rows if not row.expected),
        callers=int(callers),
        unknown=sum(len(row.unknown or ()) for row in reports),
        is_reported=bool(reports),
    )


def days_of_asking(webinar_id: int, zone: str) -> Counter[date]:
    """How many asked for a place on each day of the zone, cancelled and not confirmed ones left out."""
    local = zone_named(zone)
    asked = select(Registration.asked_at).where(
        Registration.webinar_id == webinar_id,
        Registration.state.in_((Standing.REGISTERED, Standing.WAITING)),
    )
    return Counter(row.asked_at.astimezone(local).date() for row in reading.rows(asked))


@dataclass(frozen=True, slots=True)
class Ratings:
    """How often each rating was given, the best first; `written` counts those that come with words."""

    numbers: dict[int, int]
    written: int

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def average(self) -> float:
        """From 1 to 5; 0.0 where nobody said anything."""
        return sum(rating * n for rating, n in self.numbers.items()) / self.total if self.total else 0.0


WROTE = or_(Feedback.useful != "", Feedback.better != "")


def ratings(webinar_id: int) -> Ratings:
    written = func.sum(case((WROTE, 1), else_=0)).label("written")
    asked = select(Feedback.rating, func.count().label("n"), written)
    rows = reading.rows(asked.where(Feedback.webinar_id == webinar_id).group_by(Feedback.rating)).all()
    found = {row.rating: int(row.n) for row in rows}
    return Ratings(
        {rating: found.get(rating, 0) for rating in RATINGS}, sum(int(row.written) for row in rows)
    )


class Opinion(NamedTuple):
    """What one attendee wrote, without a name."""

    rating: int
    useful: str
    better: str
    at: datetime


def opinions(webinar_id: int, *, offset: int, limit: int) -> list[Opinion]:
    """What was written, the newest first."""
    rows = reading.rows(
        select(Feedback.rating, Feedback.useful, Feedback.better, Feedback.at)
        .where(Feedback.webinar_id == webinar_id, WROTE)
        .order_by(Feedback.at.desc(), Feedback.registration_id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Opinion(*row) for row in rows]

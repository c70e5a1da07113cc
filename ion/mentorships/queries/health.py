"""Which mentorships are quiet or stuck: names and days, nothing of what the two wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.core import clock
from ion.models import Mentorship, MentorshipSession, MentorshipState, Person

NUDGED_AFTER = timedelta(days=15)
LISTED_AFTER = timedelta(days=30)

mentor, mentee = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A mentorship that ION staff look at: `since` is when something last happened in it, `stuck_by` the name of who
    says that the other does not answer (empty: nobody)."""

    id: int
    mentor_id: int
    mentor: str
    mentee_id: int
    mentee: str
    since: datetime
    nudged_at: datetime | None
    stuck_at: datetime | None
    stuck_by: str

    @property
    def days(self) -> int:
        """Whole days without anything."""
        return (clock.now() - self.since).days


def is_quiet(since: timedelta) -> ColumnElement[bool]:
    """SQL: under way, nothing happened in it for so long, and no session is to come."""
    now = clock.now()
    coming = exists().where(
        MentorshipSession.mentorship_id == Mentorship.id,
        MentorshipSession.confirmed_at.is_not(None),
        MentorshipSession.cancelled_at.is_(None),
        MentorshipSession.starts_at > now,
    )
    return and_(Mentorship.state == MentorshipState.ACTIVE, Mentorship.active_at <= now - since, ~coming)


def to_nudge(*ids: int) -> Sequence[int]:
    """The mentorships that are quiet and of which nobody was reminded yet; of these ids alone, where given."""
    found = (
        select(Mentorship.id)
        .where(is_quiet(NUDGED_AFTER), Mentorship.nudged_at.is_(None))
        .order_by(Mentorship.id)
    )
    return db.session.scalars(found.where(Mentorship.id.in_(ids)) if ids else found).all()


def quiet(days: int = LISTED_AFTER.days) -> list[Quiet]:
    """Those in which nothing happened for so many days, and those that are said to be stuck; the longest first."""
    is_stuck = and_(
        Mentorship.stuck_at.is_not(None),
        Mentorship.state.in_((MentorshipState.ACTIVE, MentorshipState.PROPOSED)),
    )
    rows = db.session.execute(
        select(Mentorship, mentor.name.label("mentor_name"), mentee.name.label("mentee_name"))
        .join(mentor, mentor.id == Mentorship.mentor_id)
        .join(mentee, mentee.id == Mentorship.mentee_id)
        .where(or_(is_quiet(timedelta(days=days)), is_stuck))
        .order_by(Mentorship.active_at, Mentorship.id)
    )
    return [told(row.Mentorship, row.mentor_name, row.mentee_name) for row in rows]


def told(row: Mentorship, mentor_name: str, mentee_name: str) -> Quiet:
    by = {None: "", row.mentor_id: mentor_name, row.mentee_id: mentee_name}.get(row.stuck_by_id, "")
    return Quiet(
        id=row.id,
        mentor_id=row.mentor_id,
        mentor=mentor_name,
        mentee_id=row.mentee_id,
        mentee=mentee_name,
        since=row.active_at,
        nudged_at=row.nudged_at,
        stuck_at=row.stuck_at,
        stuck_by=by,
    )

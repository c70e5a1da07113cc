"""Telling those who wait that a mentor who fits has openings: each need at most once a day."""

from datetime import timedelta

from sqlalchemy import update

from ion.base.extensions import db
from ion.core import clock, outbox, signals
from ion.models import MentoringNeed
from ion.notifications.happening import Happening, tell_later
from ion.notifications.mentoring import NEED
from ion.notifications.queries import openings

LOOK = "notifications.openings"
APART = timedelta(days=1)


def look_later(mentor_id: int) -> None:
    """Let the worker see whom this mentor, who has openings now, could help; one outbox row."""
    outbox.later(LOOK, key=f"mentor:{mentor_id}", kind="person", id=mentor_id)


def plan_openings() -> None:
    """Let the worker look at all that wait, once a night: a new month has new openings, and who was away is back."""
    outbox.later(LOOK, key=f"night:{clock.now().date().isoformat()}")


def suggest(need_id: int, mentor_id: int) -> None:
    """Tell the mentee of an open need that ION staff suggest this mentor (a person id); again changes nothing."""
    which, details = f"staff {mentor_id}", {"mentor": mentor_id, "is_by_staff": True}
    tell_later(Happening(signals.mentor_opened.name, NEED, need_id, clock.now(), which, details=details))


def tell_of_openings(mentor_id: int | None) -> int:
    """Tell those who wait and whom this mentor (a person id) fits; without one, those whom any mentor fits and who
    were told nothing this month. How many are told. Inside a unit of work."""
    now = clock.now()
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = min(now - APART, month) if mentor_id is None else now - APART
    mentors = openings.open_mentors(mentor_id)
    found = list(openings.fitting(openings.waiters(before), mentors))
    for need, best in found:
        tell_later(
            Happening(
                signals.mentor_opened.name,
                NEED,
                need.id,
                now,
                now.date().isoformat(),
                details={"mentor": best},
            )
        )
    ids = [need.id for need, _ in found]
    db.session.execute(update(MentoringNeed).where(MentoringNeed.id.in_(ids)).values(told_at=now))
    return len(found)

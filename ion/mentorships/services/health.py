"""Health: a mentorship in which nothing happens is nudged once, and one side can say that the other does not answer."""

from datetime import timedelta

from ion.base.extensions import db
from ion.core import clock, outbox, signals
from ion.mentorships import changes
from ion.mentorships.policies import has_agreed, other_of
from ion.mentorships.queries import health
from ion.mentorships.services import mails
from ion.mentorships.services.holding import NOT_ACTIVE, held, is_apart, refuse_apart
from ion.mentorships.services.refusals import Refused
from ion.models import Mentorship, MentorshipState

TASK = "mentorships.nudge"
WAITED = timedelta(days=3)
"""So long the other has to do something before one can say that they do not answer."""


def plan_nudges() -> None:
    """Once a night: let the worker look for mentorships that became quiet."""
    outbox.later(TASK, key=f"night:{clock.now().date().isoformat()}")


def nudge(id: int) -> bool:
    """Remind both of a mentorship that is quiet; False where it is not, or they were reminded already."""
    mentorship = db.session.get(Mentorship, id, with_for_update=True, populate_existing=True)
    if mentorship is None or id not in health.to_nudge(id) or is_apart(mentorship):
        return False
    mentorship.nudged_at = clock.now()
    mails.tell(mentorship, "mentorships/quiet")
    signals.mentorship_changed.send(mentorship, what=changes.QUIET, by_id=None)
    return True


def say_stuck(id: int, person_id: int) -> None:
    """Say that the other does not answer: they get one mail, and ION staff see it. Again changes nothing. Raises
    Refused, NotThere."""
    mentorship = held(id, person_id)
    if mentorship.stuck_at:
        return
    is_asked = mentorship.state is MentorshipState.PROPOSED and has_agreed(mentorship, person_id)
    if not is_asked and mentorship.state is not MentorshipState.ACTIVE:
        raise Refused(NOT_ACTIVE[mentorship.state])
    refuse_apart(mentorship)
    if clock.now() - mentorship.active_at < WAITED:
        raise Refused(
            "Something happened here less than three days ago. Give the other side a little more time."
        )
    mentorship.stuck_at, mentorship.stuck_by_id = clock.now(), person_id
    mails.tell(mentorship, "mentorships/stuck", only=other_of(mentorship, person_id))
    signals.mentorship_changed.send(mentorship, what=changes.STUCK, by_id=person_id)

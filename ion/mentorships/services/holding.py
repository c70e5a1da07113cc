"""Taking a mentorship for a change: its row is locked until the end of the unit of work, then noted as changed."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import blocking, civil, clock, signals
from ion.core.people import user_of
from ion.mentorships.policies import is_of
from ion.mentorships.services.refusals import NotThere, Refused
from ion.models import Mentorship, MentorshipState

NOT_ACTIVE = {
    MentorshipState.PROPOSED: "This mentorship begins when both of you have agreed.",
    MentorshipState.COMPLETED: "This mentorship is completed.",
    MentorshipState.ENDED: "This mentorship has ended.",
    MentorshipState.DECLINED: "This mentorship was declined.",
}

NO_CONTACT = "There is no contact between the two of you any more. You can end the mentorship."


def held(id: int, person_id: int) -> Mentorship:
    """The mentorship for one of its two, its row locked. Raises NotThere, for everybody else too."""
    found = db.session.scalar(
        select(Mentorship)
        .where(Mentorship.id == id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None or not is_of(found, person_id):
        raise NotThere
    return found


def active(id: int, person_id: int) -> Mentorship:
    """The same of one that is under way; raises Refused for any other."""
    found = held(id, person_id)
    if found.state is not MentorshipState.ACTIVE:
        raise Refused(NOT_ACTIVE[found.state])
    return found


def together(id: int, person_id: int) -> Mentorship:
    """The same for what reaches the other side: nothing does once one of the two blocked the other."""
    found = active(id, person_id)
    refuse_apart(found)
    return found


def refuse_apart(mentorship: Mentorship) -> None:
    """Raises Refused where one of the two blocked the other; which one is not said."""
    if is_apart(mentorship):
        raise Refused(NO_CONTACT)


def is_apart(mentorship: Mentorship) -> bool:
    """Whether one of the two blocked the other."""
    mine, theirs = user_of(mentorship.mentor_id), user_of(mentorship.mentee_id)
    return mine is not None and theirs is not None and blocking.are_apart(mine, theirs)


def note(mentorship: Mentorship, what: str, by_id: int) -> None:
    """Somebody did something in it: it is not quiet, and who was said not to answer did."""
    mentorship.version += 1
    mentorship.active_at, mentorship.nudged_at = clock.now(), None
    if mentorship.stuck_by_id != by_id:
        mentorship.stuck_at = mentorship.stuck_by_id = None
    db.session.flush()
    signals.mentorship_changed.send(mentorship, what=what, by_id=by_id)


def allowed(*texts: str) -> None:
    """Raises Refused for words that the site holds for ION staff: nobody looks at what two people keep for each
    other, so such words are not taken."""
    for text in texts:
        if why := civil.held(text):
            raise Refused(f"{why} What you write here is looked at by nobody else, so take it out first.")

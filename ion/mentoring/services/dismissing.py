"""A mentee puts mentors aside: they are not suggested any more, and are not told."""

from sqlalchemy import delete

from ion.base.extensions import db
from ion.core import clock
from ion.core.access import Viewer, scopes
from ion.core.upsert import add_if_absent
from ion.mentoring.queries.pool import mentors
from ion.mentoring.services.refusals import NotThere
from ion.models import Dismissal


def dismiss(who: Viewer, mentor_id: int) -> None:
    """Do not suggest the mentor to the viewer any more, for any question; again changes nothing. Raises NotThere for
    nobody whom the viewer could see as a mentor."""
    if mentor_id not in mentors([mentor_id], scopes(who)).mentors:
        raise NotThere
    add_if_absent(db.session(), Dismissal, mentee_id=who.person_id, mentor_id=mentor_id, at=clock.now())


def undismiss(who: Viewer, mentor_id: int) -> None:
    """Suggest the mentor again; nothing for who was not put aside."""
    db.session.execute(
        delete(Dismissal).where(Dismissal.mentee_id == who.person_id, Dismissal.mentor_id == mentor_id)
    )

"""Saying what one thinks of a webinar: once each, and again to change it."""

from ion.base.extensions import db
from ion.core import clock
from ion.models import Feedback
from ion.webinars.opinions import why_no_feedback
from ion.webinars.services.line import Refused, hold_for


def give_feedback(registration_id: int, *, rating: int, useful: str = "", better: str = "") -> Feedback:
    """Keep what a registrant says, from the first minute on; said again, it takes the place of what was said before.

    `rating` is from 1 to 5. Raises NotThere and Refused.
    """
    webinar, registration = hold_for(registration_id)
    words = why_no_feedback(
        registration.state, webinar.starts_at, webinar.cancelled_at, clock.now(), webinar.zone
    )
    if words:
        raise Refused(words)
    said = db.session.get(Feedback, registration.id)
    if said is None:
        said = Feedback(registration_id=registration.id, webinar_id=webinar.item_id)
        db.session.add(said)
    said.rating, said.useful, said.better, said.at = rating, useful, better, clock.now()
    db.session.flush()
    return said

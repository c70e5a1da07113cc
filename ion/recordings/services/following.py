"""The follow-up: who was there and who was not get a mail, once it is known and ION staff say so."""

from ion.base.extensions import db
from ion.core import audit, signals
from ion.models import Webinar
from ion.recordings.queries import follow_up as queries
from ion.recordings.queries.follow_up import SENT
from ion.recordings.queries.webinars import KIND, Held


class NotYet(Exception):
    """The follow-up cannot go out; the text says why."""


def send(webinar: Held, *, user_id: int) -> None:
    """Say that it is known who was there: registrants get their mail, each once. Raises NotYet."""
    db.session.get_one(Webinar, webinar.id, with_for_update=True)
    if reason := queries.why_not(webinar):
        raise NotYet(reason)
    audit.record(SENT, kind=KIND, id=webinar.id, user_id=user_id)
    signals.attendance_known.send(db.session.get_one(Webinar, webinar.id))

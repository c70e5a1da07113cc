"""What registrants are told after a webinar, once it is there."""

from ion.base.extensions import db
from ion.core import signals
from ion.models import Recording, Webinar
from ion.webinars.services import telling


def follow_up(webinar: Webinar, **_: object) -> None:
    """It is known who was there."""
    telling.follow_up(webinar)


def tell_of_recording(recording: Recording, **_: object) -> None:
    """A recording may be watched."""
    if webinar := db.session.get(Webinar, recording.webinar_id):
        telling.recording_out(webinar)


def listen() -> None:
    """Hear of it."""
    signals.attendance_known.connect(follow_up)
    signals.recording_published.connect(tell_of_recording)

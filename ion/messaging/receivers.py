"""What messaging hears: what was sent, so that people are mailed about it, who was suspended, which mentor accepted."""

from ion.core import signals
from ion.messaging.services import leaving, opening, telling
from ion.models import Conversation, MentoringRequest, Message, User


def tell_of_message(message: Message, **_: object) -> None:
    """Those who do not read it on the site get a mail about it."""
    telling.tell_of_message(message)


def tell_of_request(conversation: Conversation, **_: object) -> None:
    """So does whom a request is for."""
    telling.tell_of_request(conversation)


def silence_suspended(user: User, *, what: str, **_: object) -> None:
    """Requests of somebody who is suspended wait for nobody's answer."""
    if what == "suspended":
        leaving.silence_requests(user.id)


def open_accepted(request: MentoringRequest, **_: object) -> None:
    """The two, or all of a group call, may write to each other from now on."""
    opening.open_for(request)


def listen() -> None:
    """Hear of it; called by `ion.app`."""
    signals.message_sent.connect(tell_of_message)
    signals.contact_asked.connect(tell_of_request)
    signals.account_changed.connect(silence_suspended)
    signals.mentoring_accepted.connect(open_accepted)

"""Letters of ION staff to a webinar's registrants."""

from dataclasses import dataclass

from ion.core import audit
from ion.models import Standing
from ion.webinars.queries.filters import KIND
from ion.webinars.queries.staff.letters import LETTER_SENT, is_sent
from ion.webinars.services import telling
from ion.webinars.services.line import hold


class NobodyToWriteTo(Exception):
    """Nobody has that standing (any more)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to everyone of a standing. `nonce` is the form's own: a letter is sent once for each."""

    to: Standing
    subject: str
    text: str
    nonce: str


def send(webinar_id: int, letter: Letter, *, user_id: int) -> bool:
    """Send a letter and write it down; False where it was sent before and nothing was done.

    Raises NobodyToWriteTo and NotThere.
    """
    webinar = hold(webinar_id)  # of two equal forms one comes second
    if is_sent(webinar_id, letter.nonce):
        return False
    people = telling.write_to(webinar, letter.to, subject=letter.subject, text=letter.text, user_id=user_id)
    if not people:
        raise NobodyToWriteTo(letter.to)
    audit.record(
        LETTER_SENT,
        kind=KIND,
        id=webinar_id,
        user_id=user_id,
        after={
            "to": letter.to.value,
            "people": people,
            "subject": letter.subject,
            "text": letter.text,
            "nonce": letter.nonce,
        },
    )
    return True

"""What each fate of a mail is called on the page about mail, and what it means."""

from dataclasses import dataclass

from ion.models import Fate

GIVEN_UP = "given-up"
"""Not a fate of its own: waiting, and the worker has stopped trying."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a mail stands, in words: a short label, and one sentence."""

    label: str
    meaning: str


STANDINGS: dict[str, Standing] = {
    Fate.UNKNOWN: Standing(
        "Unknown", "It was being handed over when something broke off: it may have arrived, or not."
    ),
    Fate.REFUSED: Standing("Refused", "The mail server refused it."),
    GIVEN_UP: Standing("Given up", "It was tried several times and surely not taken. It can be tried again."),
    Fate.WAITING: Standing("Waiting", "It will be handed over soon, or tried again later."),
    Fate.HANDED: Standing("Being handed over", "The worker is handing it to the mail server now."),
    Fate.SENT: Standing("Sent", "The mail server took it."),
    Fate.KEPT: Standing("Kept", "It did not leave the site and can be read here."),
    Fate.DROPPED: Standing("Not sent", "It was no longer to be sent."),
}
"""In the order in which they are worth looking at."""

WORRYING = (Fate.UNKNOWN, Fate.REFUSED, GIVEN_UP)
"""Those that wait for a person."""

"""What the states of an issue are called, and what became of its mails, in words."""

from dataclasses import dataclass

from ion.commons.mailing.labels import GIVEN_UP
from ion.models import Fate, NewsletterState

STATES = {state: state.value.capitalize() for state in NewsletterState}
"""In the order in which lists offer them."""

UNASKED = "unasked"
"""Not a fate: nobody has asked for the mail yet, or the issue was canceled before."""
FORGOTTEN = "forgotten"
"""Not a fate: the mail's row is gone, as all are after 90 days."""


@dataclass(frozen=True, slots=True)
class FateWords:
    """What became of some of the mails: a term for the list, and what it means where that needs saying."""

    label: str
    meaning: str = ""


FATES: dict[str, FateWords] = {
    Fate.SENT: FateWords("Sent", "The mail server took them."),
    Fate.KEPT: FateWords("Kept on this site", "No mail server is set, or they are for sample people."),
    Fate.WAITING: FateWords("Waiting", "They go out next, or are tried again in a while."),
    UNASKED: FateWords("Not begun"),
    Fate.HANDED: FateWords("Going out now"),
    Fate.UNKNOWN: FateWords("Unknown", "Something broke off on the way: they may have arrived, or not."),
    Fate.REFUSED: FateWords("Refused", "The mail server refused them."),
    GIVEN_UP: FateWords("Given up", "They were tried several times and surely not taken."),
    Fate.DROPPED: FateWords(
        "Not sent", "By their turn these people had stopped such mail, or the issue was canceled."
    ),
    FORGOTTEN: FateWords("No longer known", "What became of a mail is kept for 90 days."),
}
"""In the order in which a page tells them."""
MOVING = (UNASKED, Fate.WAITING, Fate.HANDED)
"""What may still change by itself."""
TROUBLED = (Fate.UNKNOWN, Fate.REFUSED, GIVEN_UP)
"""What waits for a person."""

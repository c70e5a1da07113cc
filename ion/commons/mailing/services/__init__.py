"""What can be done with mail: ask for it, hand it over, care for what went wrong, stop it."""

from ion.commons.mailing.queries import SEND
from ion.commons.mailing.services.asking import BadAddress, Link, ask, checked_address
from ion.commons.mailing.services.caring import (
    NotSentAgain,
    forget_old,
    send_again,
    try_again,
    unsubscribe,
)
from ion.commons.mailing.services.handing import UNSUBSCRIBE, Taken, end, note_failure, take

__all__ = [
    "SEND",
    "UNSUBSCRIBE",
    "BadAddress",
    "Link",
    "NotSentAgain",
    "Taken",
    "ask",
    "checked_address",
    "end",
    "forget_old",
    "note_failure",
    "send_again",
    "take",
    "try_again",
    "unsubscribe",
]

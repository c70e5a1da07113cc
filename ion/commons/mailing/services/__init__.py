"""What can be done with mail: ask for it, hand it over, care for what went wrong, stop it."""

from ion.commons.mailing.composing import CalendarPart
from ion.commons.mailing.queries import SEND, SEND_MANY
from ion.commons.mailing.services.asking import (
    BadAddress,
    Link,
    ReplyAddress,
    address_of,
    ask,
    ask_many,
    checked_address,
)
from ion.commons.mailing.services.caring import (
    NotSentAgain,
    call_back,
    forget_before,
    send_again,
    try_again,
    unsubscribe,
)
from ion.commons.mailing.services.handing import UNSUBSCRIBE, Taken, end, note_failure, take

__all__ = [
    "SEND",
    "SEND_MANY",
    "UNSUBSCRIBE",
    "BadAddress",
    "CalendarPart",
    "Link",
    "NotSentAgain",
    "ReplyAddress",
    "Taken",
    "address_of",
    "ask",
    "ask_many",
    "call_back",
    "checked_address",
    "end",
    "forget_before",
    "note_failure",
    "send_again",
    "take",
    "try_again",
    "unsubscribe",
]

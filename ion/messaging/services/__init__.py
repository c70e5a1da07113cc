"""Writing messages and keeping one's own conversations. All verbs run inside a unit of work.

Whatever changes what others see locks the conversation's row first, so numbers have no gaps and rise with time.
"""

from ion.messaging.queries.export import own_export
from ion.messaging.services.answering import accept, decline
from ion.messaging.services.beginning import begin
from ion.messaging.services.changing import change, hide, release, withdraw
from ion.messaging.services.gathering import add_people, leave
from ion.messaging.services.keeping import archive, mute, read, read_all, save_draft, unarchive, unmute
from ion.messaging.services.refusals import (
    Closed,
    Empty,
    MustBeKept,
    NoGroup,
    NotThere,
    NotYet,
    Refused,
    TooFast,
    TooLate,
    TooLong,
    TooMany,
)
from ion.messaging.services.writing import send

__all__ = [
    "Closed",
    "Empty",
    "MustBeKept",
    "NoGroup",
    "NotThere",
    "NotYet",
    "Refused",
    "TooFast",
    "TooLate",
    "TooLong",
    "TooMany",
    "accept",
    "add_people",
    "archive",
    "begin",
    "change",
    "decline",
    "hide",
    "leave",
    "mute",
    "own_export",
    "read",
    "read_all",
    "release",
    "save_draft",
    "send",
    "unarchive",
    "unmute",
    "withdraw",
]

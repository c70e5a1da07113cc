"""One conversation as one of its people sees it: who is in it (head), and its messages (lines)."""

from ion.messaging.queries.thread.head import READER, Head, InIt, head, version
from ion.messaging.queries.thread.lines import Line, changes, line, lines
from ion.messaging.queries.thread.things import Card, FileRow

__all__ = [
    "READER",
    "Card",
    "FileRow",
    "Head",
    "InIt",
    "Line",
    "changes",
    "head",
    "line",
    "lines",
    "version",
]

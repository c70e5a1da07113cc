"""The rules of messages that need no database: how long and how many, how often, and until when."""

from datetime import datetime, timedelta

from ion.core.throttle import Limit

KIND = "message"
"""The kind of a message where its files, reports and audit rows name it."""
LONGEST = 5_000
"""Characters of Markdown in one message."""
LONGEST_REQUEST = 300
"""Characters of the one message that asks somebody to be written to."""
LONGEST_TITLE = 120
MOST_PEOPLE = 12
"""People in one conversation, oneself included."""
MOST_FILES = 5
MOST_CARDS = 3
CHANGED_WITHIN = timedelta(minutes=15)
A_DAY = timedelta(days=1)
BEGUN = Limit("conversation", most=20, window=A_DAY)
BEGUN_NEW = Limit("conversation", most=3, window=A_DAY)
"""New conversations of one user in a day, and of one who is new."""
OPEN_REQUESTS = 5
"""Requests without an answer that a new user may have."""
FLOOD = Limit("message", most=30, window=timedelta(minutes=10))
SHORT = 16
"""Letters and digits below which the same text, without a link, is a greeting or thanks and may go to many."""
CONTACT = "contact"
CLOSED = "closed"
"""`User.preferences[CONTACT]` of who takes no requests; anything else is open to them."""


def pair(one: int, other: int) -> str:
    """What names the one conversation of two users."""
    return f"{min(one, other)}:{max(one, other)}"


def is_open(*, last_number: int, created_by_id: int | None, user_id: int) -> bool:
    """Whether a conversation is there for a user in it: while others have seen nothing of it, it is its beginner's."""
    return last_number > 0 or created_by_id in (None, user_id)


def may_change(*, created_at: datetime, is_gone: bool, is_held: bool, at: datetime) -> bool:
    """Whether the writer may still change a message: before 15 minutes are over, unless it waits or is gone."""
    return not is_gone and not is_held and at < created_at + CHANGED_WITHIN


def may_withdraw(*, is_gone: bool) -> bool:
    """Whether the writer may take a message back: at any time, once."""
    return not is_gone

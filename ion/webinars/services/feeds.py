"""A member's own calendar: its secret address is made, changed for a new one, and ended."""

from datetime import timedelta

from ion.core import audit, tokens
from ion.webinars.queries.feeds import ALARM, PURPOSE, token_of

LASTS = timedelta(days=10 * 365)
"""As good as forever: calendars are set up once. The member ends it, or makes a new one."""


def make(user_id: int, alarm_minutes: int) -> str:
    """A new secret for the user's calendar, shown this once; the one before leads nowhere from now on.

    `alarm_minutes` is how long before each webinar a calendar rings, 0 for not at all.
    """
    tokens.revoke(PURPOSE, "user", user_id)
    audit.record("calendar address made", kind="user", id=user_id, user_id=user_id)
    payload = {ALARM: alarm_minutes}
    return tokens.issue(PURPOSE, lasts=LASTS, kind="user", id=user_id, uses=None, payload=payload)


def set_alarm(user_id: int, alarm_minutes: int) -> None:
    """Let the calendar ring so long before each webinar; nothing happens where there is none."""
    if token := token_of(user_id):
        token.payload = {**token.payload, ALARM: alarm_minutes}


def end(user_id: int) -> None:
    """Let the address lead nowhere."""
    if token_of(user_id):
        tokens.revoke(PURPOSE, "user", user_id)
        audit.record("calendar address ended", kind="user", id=user_id, user_id=user_id)

"""How long it is until a webinar begins, for those who like to see it: decoration beside the date, never instead."""

from datetime import datetime, timedelta
from typing import NamedTuple

LONGEST = timedelta(days=60)


class Countdown(NamedTuple):
    """What is left at an instant, in begun minutes; a script in the page counts on from there."""

    days: int
    hours: int
    minutes: int
    seconds_left: int


def countdown(starts_at: datetime, at: datetime) -> Countdown | None:
    """None once it has begun, and as long as it is far away."""
    left = starts_at - at
    if not timedelta(0) < left <= LONGEST:
        return None
    seconds = -(-left // timedelta(seconds=1))
    days, rest = divmod(-(-seconds // 60), 24 * 60)
    return Countdown(days, rest // 60, rest % 60, seconds)

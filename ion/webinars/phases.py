"""Where a webinar stands by the clock: derived whenever it is asked, never stored."""

from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """What a reader must know first about a webinar. A cancelled one stays in the list of its time."""

    UPCOMING = "upcoming"
    LIVE = "live"
    PAST = "past"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Phase.UPCOMING: "Upcoming webinar",
    Phase.LIVE: "Happening now",
    Phase.PAST: "Past webinar",
    Phase.CANCELLED: "Canceled",
}


def phase_of(starts_at: datetime, ends_at: datetime, cancelled_at: datetime | None, at: datetime) -> Phase:
    """The phase at an instant: live from the first moment on, past from the last."""
    if cancelled_at is not None:
        return Phase.CANCELLED
    if at < starts_at:
        return Phase.UPCOMING
    return Phase.LIVE if at < ends_at else Phase.PAST

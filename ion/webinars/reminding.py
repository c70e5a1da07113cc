"""When registrants are reminded of a webinar, and who: pure, from instants alone.

A reminder has an instant before the start. It goes to those who had their seat before that instant and still have it:
whoever registers later has just been told. One that is late (nobody did the work) goes out until the next instant has
come, and never after the start.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ion.models import Standing

HOURS = (24, 1)
"""How long before the start the reminders are, the first one first."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a webinar at its present time: due from `at` on, and only before `until`."""

    hours: int
    at: datetime
    until: datetime

    @property
    def occasion(self) -> str:
        """Each registrant is mailed at most once for this, however often the webinar is moved."""
        return f"reminder-{self.hours}"

    def is_due(self, now: datetime) -> bool:
        return self.at <= now < self.until

    def is_for(self, state: Standing, seated_at: datetime | None) -> bool:
        """Whether it goes to a registrant of that standing who got the seat then."""
        return state is Standing.REGISTERED and seated_at is not None and seated_at < self.at


def reminders(starts_at: datetime) -> tuple[Reminder, ...]:
    """The reminders of a webinar that starts then."""
    instants = [starts_at - timedelta(hours=hours) for hours in HOURS]
    return tuple(map(Reminder, HOURS, instants, [*instants[1:], starts_at]))


def reminder_of(starts_at: datetime, hours: int) -> Reminder:
    """The one so long before the start; ValueError where there is none of that kind."""
    return reminders(starts_at)[HOURS.index(hours)]

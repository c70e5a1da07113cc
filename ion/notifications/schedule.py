"""When somebody is mailed: at once, at eight in the morning, or on Monday at eight, by their own clock. Pure."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ion.base.vocabulary.zones import is_zone

HOUR = time(8)
MONDAY = 0
BRIEF_DAYS = 3
EVENING = 20
"""A brief that is late comes on one of the first days of the week, before that hour, or not at all."""
SITE_ZONE = ZoneInfo("America/New_York")
STALE = timedelta(days=14)
"""What is older is no news: it stays on the site and is mailed to nobody."""


class Channel(StrEnum):
    """How somebody is told of a kind of thing besides the list on the site."""

    OFF = "off"
    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"


def zone_of(name: str) -> ZoneInfo:
    """The zone of that IANA name; the site's own for none, and for one that is no longer known."""
    return ZoneInfo(name) if name and is_zone(name) else SITE_ZONE


def due(channel: Channel, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When what is told at the instant `at` is to be mailed, UTC; None for never.

    Daily is the next 8:00 by the zone's clock, weekly the next one on a Monday; both lie after `at`, always.
    """
    if channel is Channel.OFF:
        return None
    if channel is Channel.INSTANT:
        return at
    day = at.astimezone(zone).date()
    while True:
        # in UTC, since two times of one zone are compared by the wall
        morning = datetime.combine(day, HOUR, zone).astimezone(UTC)
        if morning > at and (channel is Channel.DAILY or day.weekday() == MONDAY):
            return morning
        day += timedelta(days=1)


def is_brief_day(at: datetime, zone: ZoneInfo) -> bool:
    """Whether a Monday brief may still go out on that day, by the zone's clock."""
    return at.astimezone(zone).weekday() < BRIEF_DAYS


def is_day(at: datetime, zone: ZoneInfo) -> bool:
    """Whether that is between the morning and the evening, by the zone's clock."""
    return HOUR.hour <= at.astimezone(zone).hour < EVENING

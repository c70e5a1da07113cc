"""From when to when, and how long, as people in the United States read it; always with a zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ion.core.times import DAYS, count, us_clock, us_date, us_time

MINUTES_A_DAY = 24 * 60


def us_span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Tue., Nov. 24, 2026, 9:00 to 10:00 a.m. ET; two days are both told in full."""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if start.date() != end.date():
        return f"{us_time(start, zone)} to {us_time(end, zone)}"
    from_clock, half, _ = us_clock(start).split(" ", 2)
    until = us_clock(end)
    first = from_clock if half in until else f"{from_clock} {half}"
    return f"{DAYS[start.weekday()]}, {us_date(start.date())}, {first} to {until}"


def length_in_words(minutes: int) -> str:
    """45 minutes; 1 hour 15 minutes; 3 days (begun ones) from a whole day on."""
    if minutes >= MINUTES_A_DAY:
        return count(-(-minutes // MINUTES_A_DAY), "day", "days")
    hours, rest = divmod(minutes, 60)
    told = [count(hours, "hour", "hours")] if hours else []
    if rest or not hours:
        told.append(count(rest, "minute", "minutes"))
    return " ".join(told)

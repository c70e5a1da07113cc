"""How lists and lines of messages say when, in the reader's zone, and who, in two letters."""

from datetime import datetime, timedelta

from flask import Flask

from ion.core import clock
from ion.core.times import MONTHS, us_clock, zone_named

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HUES = 4


def month_day(local: datetime, now: datetime) -> str:
    """Nov. 18 of this year; Nov. 18, 2025 of another one."""
    words = f"{MONTHS[local.month - 1]} {local.day}"
    return words if local.year == now.year else f"{words}, {local.year}"


def day_line(at: datetime, zone: str) -> str:
    """Thursday, Nov. 19: what stands between messages of two days."""
    local, now = at.astimezone(zone_named(zone)), clock.now().astimezone(zone_named(zone))
    return f"{WEEKDAYS[local.weekday()]}, {month_day(local, now)}"


def time_line(at: datetime, zone: str) -> str:
    """9:12 a.m. ET: the time of a message, whose day stands above it."""
    return us_clock(at.astimezone(zone_named(zone)))


def short_when(at: datetime, zone: str) -> str:
    """When the last message of a conversation came: the time if today, Yesterday, else the day."""
    local, now = at.astimezone(zone_named(zone)), clock.now().astimezone(zone_named(zone))
    if local.date() == now.date():
        return us_clock(local)
    if local.date() == now.date() - timedelta(days=1):
        return "Yesterday"
    return month_day(local, now)


def initials(name: str) -> str:
    """Two letters for the circle beside a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


def hue(name: str) -> int:
    """Which of the circle's colors a name has, the same everywhere."""
    return sum(map(ord, name)) % HUES


def install(app: Flask) -> None:
    """Let templates use these words."""
    app.jinja_env.filters.update(
        day_line=day_line, time_line=time_line, short_when=short_when, initials=initials, hue=hue
    )

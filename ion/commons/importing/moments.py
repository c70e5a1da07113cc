"""When a file says something is: a wall time and its zone, written out or counted from today.

    2026-12-01 14:00 America/New_York
    {in_days: 9, at: "14:00", zone: America/Denver}
    {days_ago: 3, at: "9:30", zone: America/Chicago}

A count that ends on a weekend goes on, away from today, to the next working day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ion.base.vocabulary.zones import is_zone

EARLIEST, LATEST = 1900, 2200
WHEN = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2}|[A-Za-z]+(?:/[A-Za-z_]+)+)?"
)
COUNTED = frozenset({"in_days", "days_ago", "at", "zone"})
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
DAYS = re.compile(r"[+-]?\d{1,5}")
WEEKEND = 5


class MomentRefused(ValueError):
    """What is written is no moment; the text says why, for the end of a sentence that begins with a name."""


@dataclass(frozen=True, slots=True)
class WallTime:
    """What a clock shows, naive, in a zone (IANA)."""

    local: datetime
    zone: str

    @property
    def instant(self) -> datetime:
        """UTC; of an hour that comes twice, the first one."""
        return self.local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def is_counted(written: Any) -> bool:
    """Whether it is counted from today, so that the same words mean another instant tomorrow."""
    return isinstance(written, Mapping)


def wall_time(written: Any, zone: str, now: datetime) -> WallTime:
    """The wall time that `written` means.

    Where a time is written with an offset, the clock counts and the offset does not: it is wall time in `zone`.
    Raises MomentRefused, also for a time that the clocks of its zone skip.
    """
    found = counted(written, zone, now) if is_counted(written) else spelled_out(str(written), zone)
    there = found.local.replace(tzinfo=ZoneInfo(found.zone))
    try:
        back = there.astimezone(UTC).astimezone(there.tzinfo).replace(tzinfo=None)
    except OverflowError as error:
        raise MomentRefused(f"is not a date: {str(written)[:60]!r}") from error
    if back != found.local:
        raise MomentRefused(f"{found.local:%Y-%m-%d %H:%M} does not exist in {found.zone}: clocks skip it")
    return found


def spelled_out(text: str, zone: str) -> WallTime:
    found = WHEN.fullmatch(text.strip())
    if not found or found[4] is None:
        raise MomentRefused(f"is not a date and a time: {text[:60]!r}")
    year, month, day, hour, minute = (int(found[at]) for at in range(1, 6))
    try:
        local = datetime(year, month, day, hour, minute, tzinfo=UTC).replace(tzinfo=None)
    except ValueError as error:
        raise MomentRefused(f"is not a date and a time: {text[:60]!r}") from error
    if not EARLIEST <= year <= LATEST:
        raise MomentRefused(f"is not a date and a time: {text[:60]!r}")
    return WallTime(local, known_zone(found[7] if "/" in (found[7] or "") else zone))


def counted(written: Mapping[str, Any], zone: str, now: datetime) -> WallTime:
    unknown = sorted(written.keys() - COUNTED)
    if unknown:
        raise MomentRefused(f"{unknown[0]!r} is not one of {', '.join(sorted(COUNTED))}")
    there = known_zone(written.get("zone") or zone)
    days, hours = days_counted(written), clock(written.get("at"))
    today = now.astimezone(ZoneInfo(there)).date()
    day = today + timedelta(days=days)
    while day.weekday() >= WEEKEND:
        day += timedelta(days=1 if days >= 0 else -1)
    return WallTime(datetime.combine(day, hours), there)


def days_counted(written: Mapping[str, Any]) -> int:
    """How many days from today; negative ones lie behind."""
    given = [name for name in ("in_days", "days_ago") if name in written]
    number = str(written[given[0]]).strip() if len(given) == 1 else ""
    if not DAYS.fullmatch(number):
        raise MomentRefused("names no number of days: one of in_days and days_ago is needed")
    return int(number) if given == ["in_days"] else -int(number)


def clock(written: Any) -> time:
    found = CLOCK.fullmatch(str(written).strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise MomentRefused(f"names no time of day: at: {str(written)[:20]!r}")
    return time(int(found[1]), int(found[2]))


def known_zone(name: Any) -> str:
    if not name:
        raise MomentRefused("names no time zone")
    if not isinstance(name, str) or not is_zone(name):
        raise MomentRefused(f"names a time zone that nobody knows: {str(name)[:60]!r}")
    return name

"""A month of webinars as a calendar shows it: weeks of days in one zone, each webinar on every day it goes on."""

import re
from calendar import Calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ion.core.times import DAYS, us_clock, us_date, us_time
from ion.webinars.queries import MonthEntry

ASKED = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
FIRST_YEAR, LAST_YEAR = 1990, 2100
SHOWN = 4
"""A day of a month shows so many webinars and says how many more there are."""
SUNDAY_FIRST = Calendar(firstweekday=6)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month, or one day of it, as the clocks of a zone have it."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        return midnight(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """The first instant that is not in it any more."""
        return midnight(self.last + DAY, self.zone)

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def name(self) -> str:
        """December 2026, or Dec. 5, 2026."""
        return us_date(self.first) if self.is_day else f"{self.first:%B %Y}"

    @property
    def key(self) -> str:
        """2026-12, or 2026-12-05: how an address names it."""
        return f"{self.first:%Y-%m-%d}" if self.is_day else f"{self.first:%Y-%m}"

    @property
    def previous(self) -> date | None:
        """The first day of the month before; None where the calendar ends."""
        before = self.first.replace(day=1) - DAY
        return before.replace(day=1) if before.year >= FIRST_YEAR else None

    @property
    def next(self) -> date | None:
        after = next_month(self.first)
        return after if after.year <= LAST_YEAR else None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant when a day begins, be it at 1:00 where clocks are put forward at midnight."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def next_month(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1)


def stretch_asked(words: str, zone: ZoneInfo, now: datetime) -> Stretch:
    """The month "2026-12" or the day "2026-12-05"; the present month for anything else."""
    today = now.astimezone(zone).date()
    if found := ASKED.fullmatch(words):
        year, month, day = (int(each) if each else 1 for each in found.groups())
        try:
            first = date(year, month, day)
        except ValueError:
            return whole_month(today, zone)
        if FIRST_YEAR <= year <= LAST_YEAR:
            return Stretch(first, first, zone) if found[3] else whole_month(first, zone)
    return whole_month(today, zone)


def whole_month(day: date, zone: ZoneInfo) -> Stretch:
    return Stretch(day.replace(day=1), next_month(day) - DAY, zone)


class Shown(NamedTuple):
    """A webinar on one day. `time` is when it begins there, or until when it still goes on; `own_time` the same in its
    own zone, where that reads otherwise."""

    entry: MonthEntry
    time: str
    own_time: str
    goes_on: bool


class Day(NamedTuple):
    """One day: its webinars, as many as are shown, and how many more there are."""

    date: date
    shown: list[Shown]
    more: int

    @property
    def name(self) -> str:
        """Sat., Dec. 5, 2026."""
        return f"{DAYS[self.date.weekday()]}, {us_date(self.date)}"


Week = list[Day | None]


def weeks(stretch: Stretch, entries: Sequence[MonthEntry], most: int = SHOWN) -> list[Week]:
    """The weeks of a month from Sunday on; None stands for a day of another month."""
    by_day = days(stretch, entries)
    return [
        [day(each, by_day[each], stretch.zone, most) if each in by_day else None for each in week]
        for week in SUNDAY_FIRST.monthdatescalendar(stretch.first.year, stretch.first.month)
    ]


def days(stretch: Stretch, entries: Sequence[MonthEntry]) -> dict[date, list[MonthEntry]]:
    """Every day of the stretch with the webinars that go on at some moment of it, in their order."""
    number = (stretch.last - stretch.first).days + 1
    found: dict[date, list[MonthEntry]] = {stretch.first + n * DAY: [] for n in range(number)}
    for entry in entries:
        for each in days_of(entry, stretch.zone):
            if each in found:
                found[each].append(entry)
    return found


def days_of(entry: MonthEntry, zone: ZoneInfo) -> Iterator[date]:
    """The days on which it goes on; one that ends at midnight does not touch the next day."""
    last = (entry.times.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    each = entry.times.starts_at.astimezone(zone).date()
    while each <= last:
        yield each
        each += DAY


def day(each: date, entries: Sequence[MonthEntry], zone: ZoneInfo, most: int) -> Day:
    kept = entries if len(entries) <= most + 1 else entries[:most]  # "and 1 more" would take as much room
    return Day(each, [shown(entry, each, zone) for entry in kept], len(entries) - len(kept))


def shown(entry: MonthEntry, each: date, zone: ZoneInfo) -> Shown:
    start = entry.times.starts_at.astimezone(zone)
    if start.date() < each:
        return Shown(entry, us_time(entry.times.ends_at, zone), "", goes_on=True)
    own = entry.times.starts_at.astimezone(ZoneInfo(entry.times.zone))
    here, there = us_clock(start), us_clock(own)
    if here == there:
        return Shown(entry, here, "", goes_on=False)
    weekday = f"{DAYS[own.weekday()]} " if own.date() != start.date() else ""
    return Shown(entry, here, weekday + there, goes_on=False)

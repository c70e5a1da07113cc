"""Program Years (July 1 to June 30, named after their first year) and federal fiscal years (named after their last)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ion.core.times import SITE_ZONE, us_date

PROGRAM, FISCAL = "py", "fy"
FIRST_MONTH = {PROGRAM: 7, FISCAL: 10}
NAMES = {PROGRAM: "Program Year", FISCAL: "Federal fiscal year"}
SHOWN = 4
"""How many years back one may look."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One year of a kind; `starts` is the calendar year that it begins in."""

    kind: str
    starts: int

    @property
    def first(self) -> date:
        return date(self.starts, FIRST_MONTH[self.kind], 1)

    @property
    def last(self) -> date:
        return date(self.starts + 1, FIRST_MONTH[self.kind], 1) - timedelta(days=1)

    @property
    def since(self) -> datetime:
        """The instant it begins at, in the site's zone."""
        return datetime.combine(self.first, time(), tzinfo=SITE_ZONE)

    @property
    def until(self) -> datetime:
        """The instant at which the next one begins."""
        return datetime.combine(self.last + timedelta(days=1), time(), tzinfo=SITE_ZONE)

    @property
    def key(self) -> str:
        """As an address says it: py2026."""
        return f"{self.kind}{self.named}"

    @property
    def named(self) -> int:
        return self.starts if self.kind == PROGRAM else self.starts + 1

    @property
    def label(self) -> str:
        return f"{NAMES[self.kind]} {self.named}"

    @property
    def days(self) -> str:
        """From when to when it runs, in words."""
        return f"{us_date(self.first)} – {us_date(self.last)}"


def period_of(kind: str, day: date) -> Period:
    """The year of a kind in which a day lies."""
    return Period(kind, day.year if day.month >= FIRST_MONTH[kind] else day.year - 1)


def offered(today: date) -> list[Period]:
    """The years that one may look at: of each kind the present one and some before, the present one first."""
    present = [period_of(kind, today) for kind in (PROGRAM, FISCAL)]
    return [Period(each.kind, each.starts - back) for each in present for back in range(SHOWN)]


def asked(key: str, today: date) -> Period:
    """The year that an address asks for; the present Program Year for anything that is none."""
    return next((each for each in offered(today) if each.key == key), period_of(PROGRAM, today))

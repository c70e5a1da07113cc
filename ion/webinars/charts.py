"""Numbers over days as the points of a chart: no day between is missing, and a long time is told in weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

MOST_DAYS = 42
A_WEEK = timedelta(days=7)


class Point(NamedTuple):
    """One step of a chart: the day, or the Monday of the week, and how many. `height` is of 100, the most being 100."""

    day: date
    number: int
    height: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Points from the first day that has a number to the last; in weeks where that is longer than MOST_DAYS."""

    points: list[Point]
    is_weekly: bool

    @property
    def told(self) -> list[Point]:
        """The points that have a number, for the table."""
        return [point for point in self.points if point.number]


def steps(numbers: Mapping[date, int]) -> Steps:
    """The chart of some numbers by day; without points for none."""
    if not numbers:
        return Steps([], is_weekly=False)
    is_weekly = (max(numbers) - min(numbers)).days >= MOST_DAYS
    step = A_WEEK if is_weekly else timedelta(days=1)
    gathered: dict[date, int] = {}
    for day, number in numbers.items():
        begin = day - timedelta(days=day.weekday()) if is_weekly else day
        gathered[begin] = gathered.get(begin, 0) + number
    first, most = min(gathered), max(gathered.values())
    days = [first + step * n for n in range((max(gathered) - first) // step + 1)]
    points = [Point(day, gathered.get(day, 0), round(100 * gathered.get(day, 0) / most)) for day in days]
    return Steps(points, is_weekly)

"""Wall times that people choose: naive local time and an IANA zone are the truth, the instant is derived.

Twice a year a zone skips an hour or has one twice; a time that does not exist is refused, one that comes twice is
asked about. Nothing here knows a calendar of its own: the rules are the zone's (PEP 495).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ion.core.times import us_time


class NoSuchTime(Exception):
    """The clocks skip this local time; `after` is the first instant behind the gap."""

    def __init__(self, local: datetime, zone: ZoneInfo, after: datetime) -> None:
        super().__init__(f"{local} {zone.key}")
        self.local, self.zone, self.after = local, zone, after

    @property
    def words(self) -> str:
        return (
            f"This time does not exist: the clocks skip it. Choose {us_time(self.after, self.zone)} or later."
        )


class ComesTwice(Exception):
    """The clocks show this local time twice; `first` and `second` are the instants."""

    def __init__(self, first: datetime, second: datetime) -> None:
        super().__init__(f"{first} or {second}")
        self.first, self.second = first, second


class Chosen(NamedTuple):
    """A naive local time as a person chose it; `second` says which of two where it comes twice (None: nobody said)."""

    local: datetime
    second: bool | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What a person chose, and the instant it stands for (UTC)."""

    local: datetime
    zone: str
    at: datetime


def moment(local: datetime, zone: str, *, second: bool | None = None) -> Moment:
    """The instant of a naive `local` time in the zone of that IANA name.

    `second` says which of two is meant where the time comes twice; None raises ComesTwice. Raises NoSuchTime.
    """
    where = ZoneInfo(zone)
    early = local.replace(tzinfo=where, fold=0)
    late = local.replace(tzinfo=where, fold=1)
    before, after = early.astimezone(UTC), late.astimezone(UTC)
    if before.astimezone(where).replace(tzinfo=None) != local:
        raise NoSuchTime(local, where, gap_end(early, late))
    if before == after:
        return Moment(local, zone, before)
    if second is None:
        raise ComesTwice(before, after)
    return Moment(local, zone, after if second else before)


def gap_end(early: datetime, late: datetime) -> datetime:
    """The instant at which the clocks jump: both readings of a skipped time lie around it, found by halving."""
    low, high = sorted((early.astimezone(UTC), late.astimezone(UTC)))
    zone = early.tzinfo
    offset = low.astimezone(zone).utcoffset()
    while (high - low).total_seconds() > 1:
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)

"""When a webinar is, in words: in its own zone first, and in a reader's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from ion.core.spans import length_in_words, us_span


@dataclass(frozen=True, slots=True)
class Times:
    """From when to when (aware), and the zone (IANA) in which that was chosen."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    length_minutes: int

    @classmethod
    def of(cls, row: Any) -> Self:
        """The times of a webinar, or of a row with its columns of these names."""
        return cls(row.starts_at, row.ends_at, row.zone, row.length_minutes)

    @property
    def own(self) -> str:
        """From when to when in the webinar's own zone."""
        return us_span(self.starts_at, self.ends_at, ZoneInfo(self.zone))

    @property
    def length(self) -> str:
        return length_in_words(self.length_minutes)

    @property
    def month(self) -> str:
        """The month it begins in, where it is: "December 2026"."""
        return f"{self.starts_at.astimezone(ZoneInfo(self.zone)):%B %Y}"

    def yours(self, zone: ZoneInfo | None) -> str:
        """The same for a reader elsewhere; empty where it reads the same."""
        theirs = us_span(self.starts_at, self.ends_at, zone) if zone else ""
        return "" if theirs == self.own else theirs

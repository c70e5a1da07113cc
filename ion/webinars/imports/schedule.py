"""What a file says of a webinar's time and the rest of its own fields, and every reason why it cannot be one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from ion.commons.importing.keys import facet_keys
from ion.commons.importing.moments import MomentRefused, WallTime, wall_time
from ion.core import clock, text
from ion.core.ports.importing import ImportedItem

FACETS = ("program", "role", "state", "sector", "population")
FIELDS = frozenset(
    {"starts", "ends", "length_minutes", "zone", "series", "host", "youtube_id", "youtube_title", *FACETS}
)
LONGEST = 14 * 24 * 60
LONGEST_SERIES, LONGEST_HOST, LONGEST_TITLE = 120, 300, 300
MINUTES = re.compile(r"\d{1,5}")
VIDEO = re.compile(r"[\w-]{5,20}", re.ASCII)
UNKNOWN = WallTime(datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None), "UTC")


@dataclass(slots=True)
class Told:
    """A webinar as its file tells it. `recordings` are (title, url)."""

    starts: WallTime = UNKNOWN
    length_minutes: int = 0
    series: str = ""
    host: str = ""
    terms: dict[str, list[str]] = field(default_factory=dict)
    recordings: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def ends_at(self) -> datetime:
        return self.starts.instant + timedelta(minutes=self.length_minutes)

    def content(self) -> dict[str, Any]:
        """The webinar as JSON, for a revision."""
        return {
            "starts_local": self.starts.local.isoformat(),
            "zone": self.starts.zone,
            "length_minutes": self.length_minutes,
            "series": self.series,
            "host": self.host,
            "terms": self.terms,
            "recordings": [{"title": title, "url": url} for title, url in self.recordings],
        }


def read(item: ImportedItem) -> Told:
    """The webinar; what is wrong with it stands in `problems`."""
    given, told = item.extra, Told()
    read_times(told, given)
    told.series = line(told, given, "series", LONGEST_SERIES)
    told.host = line(told, given, "host", LONGEST_HOST)
    told.terms, wrong = facet_keys(given, FACETS)
    told.problems += wrong
    read_recording(told, given, item.title)
    return told


def read_times(told: Told, given: Mapping[str, Any]) -> None:
    """Wall times count as they stand, whatever offset or season; the length follows from the instants."""
    if not given.get("starts"):
        told.problems.append("starts is missing: when does it begin?")
        return
    try:
        told.starts = moment("starts", given["starts"], given)
        ends = moment("ends", given["ends"], given) if given.get("ends") else None
    except MomentRefused as error:
        told.problems.append(str(error))
        return
    if ends is not None:
        told.length_minutes = round((ends.instant - told.starts.instant).total_seconds() / 60)
        if told.length_minutes <= 0:
            told.problems.append(f"ends {ends.local:%Y-%m-%d %H:%M} is not after its start")
    else:
        read_length(told, given.get("length_minutes"))
    if told.length_minutes > LONGEST:
        told.problems.append(f"it is longer than {LONGEST // 1440} days")


def read_length(told: Told, written: Any) -> None:
    if isinstance(written, str) and MINUTES.fullmatch(written) and int(written):
        told.length_minutes = int(written)
    elif written:
        told.problems.append(f"length_minutes is not a number of minutes: {str(written)[:40]!r}")
    else:
        told.problems.append("its end is missing: ends or length_minutes is needed")


def moment(name: str, written: Any, given: Mapping[str, Any]) -> WallTime:
    try:
        return wall_time(written, str(given.get("zone") or ""), clock.now())
    except MomentRefused as error:
        raise MomentRefused(f"{name} {error}") from error


def line(told: Told, given: Mapping[str, Any], name: str, longest: int) -> str:
    """One line of plain text."""
    written = given.get(name) or ""
    if not isinstance(written, str):
        told.problems.append(f"{name} is not a text")
        return ""
    return text.squeeze(written, longest)


def read_recording(told: Told, given: Mapping[str, Any], title: str) -> None:
    id = given.get("youtube_id")
    if not id:
        return
    if not isinstance(id, str) or not VIDEO.fullmatch(id):
        told.problems.append(f"youtube_id {str(id)[:60]!r} is not the id of a video")
        return
    name = line(told, given, "youtube_title", LONGEST_TITLE) or text.squeeze(title, LONGEST_TITLE)
    told.recordings.append((name, f"https://www.youtube.com/watch?v={id}"))

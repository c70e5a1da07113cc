"""One value of the front matter to what it means; what it cannot mean is refused with a sentence for the report."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ion.commons.importing.moments import EARLIEST, LATEST, WHEN, MomentRefused, is_counted, wall_time
from ion.commons.importing.reading import Front
from ion.core import clock

NOTHING = frozenset({"", "null", "~", "Null", "NULL"})
YES = frozenset({"true", "True", "TRUE", "yes", "Yes"})
TAGS = re.compile(r"</?[a-zA-Z][^<>]*>|\{\{[<%].*?[>%]\}\}|\{\{[<%]")


class FieldRefused(Exception):
    """A value that cannot be used; the text names the field and the reason."""


def value(front: Front, names: tuple[str, ...]) -> Any:
    """The first of the named values that holds anything; None when none does."""
    for name in names:
        found = front.get(name)
        if isinstance(found, str):
            found = found.strip()
        if found and not (isinstance(found, str) and found in NOTHING):
            return found
    return None


def words(front: Front, names: tuple[str, ...]) -> str:
    """A line of plain text: tags, shortcodes and entities resolved, white space single. Empty when there is none."""
    found = value(front, names)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise FieldRefused(f"{names[0]} is not a text")
    return " ".join(TAGS.sub(" ", unescape(found)).split())


def several(front: Front, names: tuple[str, ...]) -> tuple[str, ...]:
    """A list of words in order, without doubles and empty ones; a single text counts as a list of one."""
    found = value(front, names)
    entries = found if isinstance(found, list) else [found]
    if any(not isinstance(entry, str | None) for entry in entries):
        raise FieldRefused(f"{names[0]} is not a list of words")
    return tuple(dict.fromkeys(e.strip() for e in entries if e and e.strip() not in NOTHING))


def truth(front: Front, names: tuple[str, ...]) -> bool:
    return value(front, names) in YES


def instant(front: Front, names: tuple[str, ...], zone: str, hour: int = 0) -> datetime | None:
    """An aware UTC instant. Where `zone` is set, the wall time counts and what is written as offset does not.

    A date alone means `hour` o'clock of that day; a mapping counts from today (`moments`).
    """
    found = value(front, names)
    if found is None:
        return None
    if is_counted(found):
        return counted(found, names, zone)
    try:
        return moment(str(found), ZoneInfo(zone) if zone else None, hour).astimezone(UTC)
    except (ValueError, OverflowError, ZoneInfoNotFoundError) as error:
        raise FieldRefused(f"{names[0]} is not a date: {str(found)[:60]!r}") from error


def counted(found: Any, names: tuple[str, ...], zone: str) -> datetime:
    try:
        return wall_time(found, zone, clock.now()).instant
    except MomentRefused as error:
        raise FieldRefused(f"{names[0]} {error}") from error


def written(front: Front, fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Those of the fields that count from today, as they are written: that stays the same from day to day."""
    found = {name: value(front, names) for name, names in fields.items()}
    return {name: json.dumps(each, sort_keys=True) for name, each in found.items() if is_counted(each)}


def moment(text: str, zone: tzinfo | None, hour_of_day: int) -> datetime:
    """The instant that a text such as 2014-03-05 8:32:24 -0500 means."""
    found = WHEN.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(found[at] or 0) for at in range(1, 7))
    if not EARLIEST <= year <= LATEST:
        raise ValueError(text)
    hour = hour if found[4] else hour_of_day
    return datetime(year, month, day, hour, minute, second, tzinfo=zone or written_zone(found[7]))


def written_zone(text: str | None) -> tzinfo:
    if not text or text == "Z":
        return UTC
    if text[0] not in "+-":
        return ZoneInfo(text)
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-size if text[0] == "-" else size)


def day(front: Front, names: tuple[str, ...]) -> date | None:
    """A calendar day, whatever time stands behind it."""
    found = value(front, names)
    if found is None:
        return None
    try:
        return date.fromisoformat(str(found)[:10])
    except ValueError as error:
        raise FieldRefused(f"{names[0]} is not a date: {str(found)[:60]!r}") from error

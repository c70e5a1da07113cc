"""Who was there, by a platform's report: visits of one person added up, callers by phone told apart, and who of them
is registered."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ion.recordings.meanings import Columns

LONGEST_MINUTES = 24 * 60
LONGEST_NAME, LONGEST_EMAIL = 200, 254
EMAIL = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}")
NUMBER = re.compile(r"\+?[\d\s().*xX-]{6,30}")
CALLER = re.compile(
    r"(?:call[- ]?in|phone|telephone|pstn|caller)[\s_#-]*(?:user|attendee|participant)?[\s_#-]*\d*", re.I
)
BY_PHONE = re.compile(r"\b(?:tele)?phone\b|\bpstn\b|\bcall[- ]?in\b", re.I)
MARK = re.compile(r"\s*\((?:unverified|guest|external)\)$", re.I)
"""What a platform adds to the names of people whom it does not know."""
NO = frozenset({"no", "n", "false", "0", "absent", "did not attend", "not attended"})
SHORT = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?\.?", re.I)
CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
MOMENTS = (
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%b %d %Y %H:%M:%S",
    "%b %d %Y %I:%M:%S %p",
    "%b %d %Y %I:%M %p",
    "%B %d %Y %I:%M:%S %p",
    "%Y-%m-%d %I:%M:%S %p",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
)

Visit = tuple[datetime, datetime]


@dataclass(slots=True)
class Guest:
    """Somebody in a report; `minutes` None where no visit says how long it was."""

    name: str
    email: str
    by_phone: bool = False
    minutes: int | None = None
    visits: list[Visit] = field(default_factory=list)
    timed: bool = True


@dataclass(frozen=True, slots=True)
class Registrant:
    """A registration to be found: its id, and the name and address it was made under."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Found:
    """Minutes by registration, minutes of each caller by phone, and who is not registered."""

    present: dict[int, int | None]
    callers: list[int | None]
    unknown: list[Guest]


def guests(rows: Sequence[Sequence[str]], columns: Columns) -> list[Guest]:
    """Everyone who was there, in the order of the report, the visits of one person added up."""
    found: dict[str, Guest] = {}
    for row in rows:
        told = {meaning: row[place] for meaning, place in columns.items() if place < len(row)}
        guest = guest_of(told)
        if guest is not None:
            known = found.setdefault(guest.email or guest.name.casefold(), guest)
            add_visit(known, told)
    for guest in found.values():
        settle(guest)
    return list(found.values())


def guest_of(told: Mapping[str, str]) -> Guest | None:
    """Who a row is about; None for somebody who was not there, and for nobody."""
    if told.get("attended", "").strip().casefold() in NO:
        return None
    both = f"{told.get('first_name', '')} {told.get('last_name', '')}"
    name = MARK.sub("", " ".join((told.get("name") or both).split()))[:LONGEST_NAME]
    written = told.get("email", "").strip().casefold()
    email = written if EMAIL.fullmatch(written) else ""
    if not name and not email:
        return None
    return Guest(name, email, by_phone=not email and is_caller(name, told.get("phone", "")))


def is_caller(name: str, joined_by: str) -> bool:
    """Whether a row without an address is a telephone: its name is a number, or it says so."""
    is_number = NUMBER.fullmatch(name) and sum(sign.isdigit() for sign in name) >= 4
    return bool(is_number or CALLER.fullmatch(name) or BY_PHONE.search(joined_by))


def add_visit(guest: Guest, told: Mapping[str, str]) -> None:
    joined, left = moment(told.get("joined", "")), moment(told.get("left", ""))
    minutes = length(told.get("minutes", ""))
    if joined and left and joined <= left <= joined + timedelta(minutes=LONGEST_MINUTES):
        guest.visits.append((joined, left))
        minutes = whole(left - joined) if minutes is None else minutes
    else:
        guest.timed = False
    if minutes is not None:
        guest.minutes = (guest.minutes or 0) + min(minutes, LONGEST_MINUTES)


def settle(guest: Guest) -> None:
    """Two devices at the same time are one person there once."""
    if guest.minutes is None or not guest.timed:
        return
    covered, until = timedelta(), min(joined for joined, _ in guest.visits)
    for joined, left in sorted(guest.visits):
        if left > until:
            covered += left - max(joined, until)
            until = left
    guest.minutes = min(guest.minutes, whole(covered))


def whole(span: timedelta) -> int:
    """Begun minutes, as the platforms count them."""
    return -(-int(span.total_seconds()) // 60)


def moment(text: str) -> datetime | None:
    """A time as the platforms write it, without its zone; None where it cannot be read."""
    words = " ".join(text.replace(",", " ").replace("T", " ", 1 if text[:4].isdigit() else 0).split())
    if not 8 <= len(words) <= 40:
        return None
    for form in MOMENTS:
        try:
            return datetime.strptime(words, form)  # noqa: DTZ007 - only how far two of them are apart matters
        except ValueError:
            continue
    return None


def length(text: str) -> int | None:
    """Minutes, begun ones too: "47", "47.5", "1h 27m 51s", "53 mins", "1:02:05"."""
    words = text.strip().replace(",", "")
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,4})?", words):
        return -(-int(float(words) * 60) // 60)
    clock = CLOCK.fullmatch(words)
    if clock:
        first, second, third = int(clock[1]), int(clock[2]), clock[3]
        seconds = (first * 60 + second) * 60 + int(third) if third else first * 60 + second
        return -(-seconds // 60)
    parts = SHORT.fullmatch(words)
    if not words or len(words) > 40 or not parts or not any(parts.groups()):
        return None
    hours, minutes, seconds = (min(int(part or 0), 100_000) for part in parts.groups())
    return -(-(hours * 3600 + minutes * 60 + seconds) // 60)


def matched(people: Sequence[Guest], registrants: Sequence[Registrant]) -> Found:
    """Who of them is registered: by address, else by a name that one registrant alone and one of them alone has."""
    by_email = {each.email: each.id for each in registrants if each.email}
    by_name, named = named_once(registrants), names_in(people, by_email)
    present: dict[int, int | None] = {}
    callers: list[int | None] = []
    unknown: list[Guest] = []
    for guest in people:
        id = by_email.get(guest.email) or (
            by_name.get(key(guest.name)) if named[key(guest.name)] == 1 else None
        )
        if id is not None:
            present[id] = added(present.get(id), guest.minutes)
        elif guest.by_phone:
            callers.append(guest.minutes)
        else:
            unknown.append(guest)
    return Found(present, callers, unknown)


def key(name: str) -> str:
    return " ".join(name.casefold().split())


def named_once(registrants: Sequence[Registrant]) -> dict[str, int]:
    """The registration of each name that only one registrant has."""
    found: dict[str, list[int]] = defaultdict(list)
    for each in registrants:
        if key(each.name):
            found[key(each.name)].append(each.id)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}


def names_in(people: Sequence[Guest], by_email: Mapping[str, int]) -> dict[str, int]:
    """How many people of a report, not found by address, have each name."""
    found: dict[str, int] = defaultdict(int)
    for guest in people:
        if guest.email not in by_email:
            found[key(guest.name)] += 1
    return found


def added(first: int | None, second: int | None) -> int | None:
    return second if first is None else first if second is None else first + second

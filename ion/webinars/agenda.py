"""The agenda of a webinar, and what a call of a peer-learning group must keep free: time to talk."""

from collections.abc import Iterator, Sequence
from typing import Any, TypedDict

from ion.core.spans import length_in_words
from ion.core.times import count

PARTS = {
    "welcome": "Welcome",
    "expert": "Expert",
    "practitioner": "Practitioner",
    "presentation": "Presentation",
    "discussion": "Discussion",
    "closing": "Closing",
}
"""What a part can be, and what pages call it."""
LEAST_DISCUSSION = 35
"""Minutes of a group's call that nobody presents in."""
PRACTITIONER_MINUTES = range(10, 21)
MOST_PRACTITIONERS = 2
MOST_PARTS = 30


class AgendaPart(TypedDict):
    """One part: `who` leads it (or ""), `part` is a key of PARTS."""

    minutes: int
    title: str
    who: str
    part: str


def parts_in(given: Any) -> list[AgendaPart]:
    """The parts that a content holds; what is none is left out."""
    rows = given if isinstance(given, list) else []
    return [part_in(row) for row in rows if isinstance(row, dict)]


def part_in(row: dict[str, Any]) -> AgendaPart:
    minutes, part = row.get("minutes"), row.get("part")
    return AgendaPart(
        minutes=minutes if isinstance(minutes, int) and minutes > 0 else 0,
        title=" ".join(str(row.get("title") or "").split()),
        who=" ".join(str(row.get("who") or "").split()),
        part=part if part in PARTS else "presentation",
    )


def minutes_of(agenda: Sequence[AgendaPart], *kinds: str) -> int:
    """How many minutes all parts take, or those of some kinds."""
    return sum(part["minutes"] for part in agenda if not kinds or part["part"] in kinds)


def problems(agenda: Sequence[AgendaPart], length_minutes: int, *, is_group_call: bool) -> Iterator[str]:
    """What is wrong with an agenda, in sentences; a length of 0 is not known yet."""
    total = minutes_of(agenda)
    if length_minutes and total > length_minutes:
        yield (
            f"The parts of the agenda take {length_in_words(total)}, the webinar {length_in_words(length_minutes)}: "
            "shorten a part, or let it last longer."
        )
    if is_group_call:
        yield from problems_of_call(agenda)


def problems_of_call(agenda: Sequence[AgendaPart]) -> Iterator[str]:
    """What a call of a peer-learning group needs besides."""
    free = minutes_of(agenda, "discussion")
    if free < LEAST_DISCUSSION:
        kept = f"; its agenda keeps {count(free, 'minute', 'minutes')}" if free else ""
        yield (
            f"A call of a peer-learning group needs at least {LEAST_DISCUSSION} minutes of discussion{kept}. "
            "Give the agenda a part “Discussion”."
        )
    practitioners = [part for part in agenda if part["part"] == "practitioner"]
    if not 1 <= len(practitioners) <= MOST_PRACTITIONERS:
        yield "In a call of a peer-learning group one or two practitioners tell what they do: give each a part."
    if any(part["minutes"] not in PRACTITIONER_MINUTES for part in practitioners):
        first, last = PRACTITIONER_MINUTES[0], PRACTITIONER_MINUTES[-1]
        yield f"Each practitioner has {first} to {last} minutes."

"""The agenda of a webinar with the times that follow from its start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ion.core.times import DAYS, us_clock
from ion.webinars.when import Times


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as one zone shows it: "2:00 p.m.", "ET"; `day` is told where the webinar spans several."""

    day: str
    time: str
    zone: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One part of the agenda. `yours` is its time for the reader, where that reads otherwise."""

    starts_at: datetime
    own: Clock
    yours: Clock | None
    length: str
    title: str
    who: str
    part: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """The agenda; `own_zone` and `your_zone` mark a whole column, and are empty where its times differ in zone."""

    slots: list[Slot]
    own_zone: str
    your_zone: str
    has_yours: bool


def timetable(
    agenda: Sequence[Mapping[str, Any]], times: Times, zone: ZoneInfo | None, parts: Mapping[str, str]
) -> Timetable | None:
    """The agenda for a reader in `zone`; `parts` names kinds of parts. None where there is no agenda."""
    own, theirs = ZoneInfo(times.zone), zone if zone and times.yours(zone) else None
    slots, at = [], times.starts_at
    for each in agenda:
        minutes = int(each.get("minutes") or 0)
        slots.append(
            Slot(
                starts_at=at,
                own=clock_at(at, own, times),
                yours=clock_at(at, theirs, times) if theirs else None,
                length=f"{minutes} min." if minutes else "",
                title=each.get("title", ""),
                who=each.get("who", ""),
                part=parts.get(each.get("part") or "", ""),
            )
        )
        at += timedelta(minutes=minutes)
    if not slots:
        return None
    yours = [slot.yours for slot in slots if slot.yours]
    return Timetable(slots, one_zone([slot.own for slot in slots]), one_zone(yours), theirs is not None)


def clock_at(at: datetime, zone: ZoneInfo, times: Times) -> Clock:
    local = at.astimezone(zone)
    hour, half, mark = us_clock(local).split(" ", 2)
    spans = times.starts_at.astimezone(zone).date() != times.ends_at.astimezone(zone).date()
    return Clock(DAYS[local.weekday()] if spans else "", f"{hour} {half}", mark)


def one_zone(clocks: Sequence[Clock]) -> str:
    """How the zone of all these is marked; empty where it changes among them."""
    marks = {each.zone for each in clocks}
    return marks.pop() if len(marks) == 1 else ""

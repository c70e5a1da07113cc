"""The rule book of registration, without a database: when one may ask, who gets a place, until when one moves up.

First come, first served, always: who asks gets a place only if, besides it, there is one for each who asked before
and still waits (`has_place`). As long as people move up by themselves nobody waits while a place is free, so this
says no more than that a free place goes to whoever asks when nobody waits. Later than `moves_up_until` nobody moves up
unasked, since they may have made other plans; free places are then kept for the head of the line, who may take them,
and newcomers get what is left over. Lowering the capacity takes no place away; it only leaves none free.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ion.core.times import own_time
from ion.models import ItemState, Standing, Webinar

CONFIRM_WITHIN = timedelta(hours=48)
"""A guest who does not confirm the address within this has not registered."""


class Bar(StrEnum):
    """Why nobody can register now."""

    GONE = "gone"
    CANCELLED = "cancelled"
    OVER = "over"
    ELSEWHERE = "elsewhere"
    EARLY = "early"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What registration for one webinar depends on besides who else asks; `is_out` says whether it is published."""

    is_out: bool
    takes_registration: bool
    cancelled_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    zone: str
    opens_at: datetime | None
    closes_at: datetime | None
    capacity: int | None
    promotes_until: int
    join_minutes: int
    has_join_link: bool

    @property
    def moves_up_until(self) -> datetime:
        """The last instant at which somebody moves up from the waiting list unasked."""
        return self.starts_at - timedelta(minutes=self.promotes_until)

    @property
    def joins_from(self) -> datetime:
        """When the link to the platform is shown to registrants, and joining counts as being there."""
        return self.starts_at - timedelta(minutes=self.join_minutes)

    @property
    def closing(self) -> datetime:
        return min(self.closes_at or self.ends_at, self.ends_at)


def conditions_of(webinar: Webinar) -> Conditions:
    """The conditions of a webinar as loaded."""
    return Conditions(
        is_out=webinar.item.state is ItemState.PUBLISHED,
        takes_registration=webinar.takes_registration,
        cancelled_at=webinar.cancelled_at,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        zone=webinar.zone,
        opens_at=webinar.opens_at,
        closes_at=webinar.closes_at,
        capacity=webinar.capacity,
        promotes_until=webinar.promotes_until,
        join_minutes=webinar.join_minutes,
        has_join_link=bool(webinar.join_url),
    )


def bar(terms: Conditions, at: datetime) -> Bar | None:
    """Why nobody can register at an instant; None when one can."""
    barred = (
        (Bar.GONE, not terms.is_out),
        (Bar.CANCELLED, terms.cancelled_at is not None),
        (Bar.OVER, at >= terms.ends_at),
        (Bar.ELSEWHERE, not terms.takes_registration),
        (Bar.EARLY, terms.opens_at is not None and at < terms.opens_at),
        (Bar.LATE, at >= terms.closing),
    )
    return next((reason for reason, holds in barred if holds), None)


def why_not(terms: Conditions, at: datetime, zone: str = "") -> str:
    """The same as a sentence, its times in the webinar's zone and in the reader's; empty when one can register."""
    sentences = {
        None: "",
        Bar.GONE: "This webinar is no longer on ION.",
        Bar.CANCELLED: "This webinar was canceled.",
        Bar.OVER: f"This webinar ended {told(terms.ends_at, terms.zone, zone)}.",
        Bar.ELSEWHERE: "ION takes no registrations for this webinar.",
        Bar.EARLY: f"Registration opens {told(terms.opens_at, terms.zone, zone)}.",
        Bar.LATE: f"Registration closed {told(terms.closing, terms.zone, zone)}.",
    }
    return sentences[bar(terms, at)]


def told(instant: datetime | None, zone: str, reader: str = "") -> str:
    """An instant in a webinar's own zone, and in the reader's where that reads otherwise."""
    own, theirs = own_time(instant, zone), own_time(instant, reader) if reader else ""
    return f"{own} ({theirs} your time)" if theirs and theirs != own else own


def places_left(capacity: int | None, taken: int) -> int | None:
    """How many places nobody has; None where there is no limit."""
    return None if capacity is None else max(0, capacity - taken)


def has_place(left: int | None, ahead: int) -> bool:
    """Whether there is a place for somebody with `ahead` people before them in line."""
    return left is None or left > ahead


def moves_up(terms: Conditions, at: datetime) -> bool:
    """Whether free places go to those who wait, unasked."""
    return terms.is_out and terms.cancelled_at is None and at <= terms.moves_up_until


def may_give_up(terms: Conditions, standing: Standing, at: datetime) -> bool:
    """A place can be given up until the start; the waiting list can be left at any time."""
    return standing is not Standing.REGISTERED or at < terms.starts_at


def why_not_join(terms: Conditions, at: datetime, zone: str = "") -> str:
    """Why registrants do not get the link to the platform at an instant, as a sentence; empty when they do."""
    if not terms.is_out or terms.cancelled_at is not None or at >= terms.ends_at:
        return why_not(terms, at, zone)
    if at < terms.joins_from:
        return f"You can join from {told(terms.joins_from, terms.zone, zone)}."
    if not terms.has_join_link:
        return "The link to the webinar is not here yet. Please come back in a few minutes."
    return ""


def confirms(asked_at: datetime, at: datetime) -> bool:
    """Whether a guest who asked then can still confirm it."""
    return at < asked_at + CONFIRM_WITHIN


MERIT = (Standing.REGISTERED, Standing.WAITING, Standing.PENDING, Standing.CANCELLED)


def merit(standing: Standing, number: int) -> tuple[int, int]:
    """Which of two registrations of one person stays, the lower: a place before one in line, then who asked first."""
    return MERIT.index(standing), number

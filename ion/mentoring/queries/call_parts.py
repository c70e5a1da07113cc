"""What the page of a request shows: the two, what was asked, the times that stand, a group call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ion.core import clock
from ion.core.matching.scoring import Reason
from ion.core.ports.subjects import Subject
from ion.mentoring import standings
from ion.models import RequestState


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. `path` is empty where the page is not seen, `zone` an IANA name or empty."""

    id: int
    name: str
    path: str
    work: str
    zone: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that stands. `is_mine` says who proposed it."""

    id: int
    starts_at: datetime
    wall_at: datetime
    zone: str
    place: str
    is_mine: bool
    is_chosen: bool
    is_over: bool
    sequence: int


@dataclass(frozen=True, slots=True)
class Group:
    """The group call that the mentor offered instead of a conversation of two."""

    id: int
    about: str
    starts_at: datetime
    wall_at: datetime
    zone: str
    place: str
    length_minutes: int
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """All that the page of a request shows to one of its two; `me` and `other` are the sides, `suggested` somebody
    whom the mentor named. `usefulness` is what the reader said after the call, None before."""

    id: int
    need_id: int
    is_mentor: bool
    me: Side
    other: Side
    question: str
    note: str
    item: Subject | None
    topics: Sequence[str]
    state: RequestState
    closed_why: str
    words: str
    points: int
    reasons: tuple[Reason, ...]
    asked_at: datetime | None
    expires_at: datetime | None
    conversation_id: int | None
    held_at: datetime | None
    suggested: Side | None
    group: Group | None
    slots: Sequence[Slot]
    usefulness: int | None
    said: str

    @property
    def path(self) -> str:
        return f"/mentoring/requests/{self.id}"

    @property
    def is_invited(self) -> bool:
        return self.group is not None and self.state is RequestState.ASKED

    @property
    def chip(self) -> str:
        return standings.chip(self.state, is_invited=self.is_invited)

    @property
    def meaning(self) -> str:
        return standings.meaning(self.state, self.closed_why, name=self.other.name, is_mentor=self.is_mentor)

    @property
    def chosen(self) -> Slot | None:
        return next((slot for slot in self.slots if slot.is_chosen), None)

    @property
    def open_slots(self) -> list[Slot]:
        """Times that may be chosen yet."""
        return [slot for slot in self.slots if not slot.is_chosen and not slot.is_over]

    @property
    def starts_at(self) -> datetime | None:
        """When the call is, as both have it."""
        if self.group and not self.group.is_cancelled:
            return self.group.starts_at
        return self.chosen.starts_at if self.chosen else None

    @property
    def may_say_held(self) -> bool:
        """Whether it can be said that it took place."""
        is_over = self.starts_at is None or self.starts_at <= clock.now()
        return self.state is RequestState.ACCEPTED and is_over

    @property
    def met(self) -> tuple[int, int]:
        """How many of how many needs are met."""
        return sum(reason.is_met for reason in self.reasons), len(self.reasons)

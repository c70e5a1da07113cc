"""The rules of questions that need no database: who is who, what may be asked when, and who may decide."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ion.core.throttle import Limit
from ion.models import QuestionState

KINDS = ("webinar",)
"""The kinds of items of which questions are asked."""
LONGEST = 1_000
"""Characters in one question."""
LONGEST_ANSWER = 10_000
"""Characters of Markdown in one answer."""
SAME_WITHIN = timedelta(minutes=1)
"""The same words of the same person again within this time are the same question, sent twice."""
FLOOD = Limit("question", most=10, window=timedelta(minutes=10))
POLLED_AROUND = timedelta(minutes=15)
"""A page looks for news by itself from so long before the start until so long after the end."""
LATEST_SECOND = 12 * 60 * 60

HELD, OPEN, ANSWERED = QuestionState.HELD, QuestionState.OPEN, QuestionState.ANSWERED
SEEN_STATES = (OPEN, ANSWERED)
"""Everyone who may see the item sees these."""
WAITING_STATES = (HELD, OPEN)
MINUTE = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)|(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads and asks: a user, a guest by registration, or neither. `scopes` are the visibility tokens held."""

    scopes: frozenset[str]
    user_id: int = 0
    person_id: int = 0
    registration_id: int = 0
    is_staff: bool = False

    @property
    def voter(self) -> str:
        """What a vote of this reader is kept under; empty for a visitor, who has none."""
        if self.user_id:
            return f"user:{self.user_id}"
        return f"registration:{self.registration_id}" if self.registration_id else ""


class Phase(StrEnum):
    """Where an item stands in time. An item without a time of its own is always `any`."""

    ANY = "any"
    BEFORE = "before"
    LIVE = "live"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when an item takes place; both None for one that has no time of its own."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    cancelled_at: datetime | None = field(default=None)

    def phase(self, at: datetime) -> Phase:
        if self.starts_at is None or self.ends_at is None:
            return Phase.ANY
        if at < self.starts_at:
            return Phase.BEFORE
        return Phase.LIVE if at < self.ends_at else Phase.AFTER

    def polled_until(self, at: datetime) -> datetime | None:
        """Until when a page that is open now looks for news by itself; None where it does not."""
        if self.starts_at is None or self.ends_at is None or self.cancelled_at:
            return None
        first, last = self.starts_at - POLLED_AROUND, self.ends_at + POLLED_AROUND
        return last if first <= at < last else None


def closed(is_archived: bool, is_cancelled: bool) -> str:
    """Why no new questions are taken, in words; empty where they are."""
    if is_archived:
        return "This page is archived, so it takes no new questions."
    return "This webinar was canceled, so it takes no new questions." if is_cancelled else ""


def moderates(reader: Reader, *, is_author: bool, moderator_id: int | None) -> bool:
    """Whether the reader decides about the questions of an item: ION staff, its authors, and its moderator."""
    return reader.is_staff or (bool(reader.person_id) and (is_author or reader.person_id == moderator_id))


def may_decide(reader: Reader, owner_id: int | None, *, is_moderator: bool) -> bool:
    """Whether the reader decides about one question: moderators of its item, and its owner."""
    return is_moderator or (bool(reader.user_id) and reader.user_id == owner_id)


def version(state: QuestionState, decided_at: datetime | None) -> str:
    """What tells a question as somebody saw it from the same question decided meanwhile."""
    return f"{state}.{decided_at.isoformat() if decided_at else ''}"


def second_of(minute: str) -> int | None:
    """Seconds from the start of "12:40", "1:02:03" or "12" (minutes); None for anything else."""
    found = MINUTE.fullmatch(minute.strip())
    if found is None:
        return None
    hours, minutes, seconds, alone = (int(part) if part else 0 for part in found.groups())
    second = hours * 3600 + (minutes + alone) * 60 + seconds
    return second if second <= LATEST_SECOND else None

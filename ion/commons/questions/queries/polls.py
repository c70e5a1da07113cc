"""Polls: as everyone sees those that were opened, and as moderators see all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, func, or_, select

from ion.core import reading
from ion.models import Poll, PollVote

ITEM = bindparam("item_id", type_=Integer)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a poll, and how many took it; `percent` is rounded, of everyone who chose."""

    number: int
    text: str
    votes: int
    percent: int


@dataclass(frozen=True, slots=True)
class ShownPoll:
    """A poll that was opened. Its choices have their votes once it is closed."""

    id: int
    text: str
    is_open: bool
    choices: Sequence[Choice]
    total: int


POLLS = (
    select(Poll.id, Poll.text, Poll.choices, Poll.counts, Poll.closed_at)
    .where(Poll.item_id == ITEM, or_(Poll.opened_at.is_not(None), Poll.counts.is_not(None)))
    .order_by(Poll.closed_at.is_not(None), Poll.opened_at.desc(), Poll.id.desc())
)
COUNTS = (
    select(PollVote.poll_id, PollVote.choice, func.count())
    .join(Poll, Poll.id == PollVote.poll_id)
    .where(Poll.item_id == ITEM)
    .group_by(PollVote.poll_id, PollVote.choice)
)


def shown_polls(item_id: int) -> list[ShownPoll]:
    """The polls that were opened, open ones first, then the newest."""
    found = reading.rows(POLLS, item_id=item_id).all()
    counted: dict[int, dict[int, int]] = {}
    if any(row.closed_at and row.counts is None for row in found):
        for poll_id, choice, votes in reading.rows(COUNTS, item_id=item_id):
            counted.setdefault(poll_id, {})[choice] = votes
    return [shown_poll(row, counted.get(row.id, {})) for row in found]


def shown_poll(row: Any, counted: dict[int, int]) -> ShownPoll:
    """A poll as everyone sees it; while it is open, nobody sees a count."""
    votes = dict(enumerate(row.counts)) if row.counts is not None else counted
    is_open = row.closed_at is None and row.counts is None  # what ran elsewhere is over
    seen = {} if is_open else votes
    return ShownPoll(row.id, row.text, is_open, choices_of(row.choices, seen), sum(seen.values()))


WRITTEN = (
    select(Poll.id, Poll.text, Poll.choices, Poll.counts, Poll.opened_at, Poll.closed_at, Poll.source)
    .where(Poll.item_id == ITEM)
    .order_by(Poll.id)
)


@dataclass(frozen=True, slots=True)
class WrittenPoll:
    """A poll as its moderators see it: with the votes so far."""

    id: int
    text: str
    source: str
    opened_at: datetime | None
    closed_at: datetime | None
    choices: Sequence[Choice]
    total: int


def written_polls(item_id: int) -> list[WrittenPoll]:
    """Every poll of an item, in the order they were written."""
    counted: dict[int, dict[int, int]] = {}
    for poll_id, choice, votes in reading.rows(COUNTS, item_id=item_id):
        counted.setdefault(poll_id, {})[choice] = votes
    return [written_poll(row, counted.get(row.id, {})) for row in reading.rows(WRITTEN, item_id=item_id)]


def written_poll(row: Any, counted: dict[int, int]) -> WrittenPoll:
    votes = dict(enumerate(row.counts)) if row.counts is not None else counted
    choices = choices_of(row.choices, votes)
    return WrittenPoll(
        row.id, row.text, row.source, row.opened_at, row.closed_at, choices, sum(votes.values())
    )


def choices_of(texts: Sequence[str], votes: dict[int, int]) -> list[Choice]:
    """The choices with their votes, and the part of all votes that each has."""
    total = sum(votes.values())
    return [
        Choice(at, text, votes.get(at, 0), round(100 * votes.get(at, 0) / total) if total else 0)
        for at, text in enumerate(texts)
    ]

"""The rules of commenting that need no database: how long one may write, change and decide."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ion.core.access import STAFF_ONLY, group_token
from ion.core.throttle import Limit
from ion.core.times import us_date
from ion.models import CommentState

KINDS = {"post": "Comments", "practice": "Questions and comments", "group": "Discussion"}
"""The kinds of items that are commented on, and the heading above the comments."""
CLOSING = frozenset({"post"})
"""The kinds whose comments close some days after publication. A practice is asked about as long as it is current."""
ROSTERED = frozenset({"group"})
"""The kinds whose comments are for those on their roster alone, and for ION staff."""
LONGEST = 5_000
"""Characters of Markdown in one comment."""
CHANGED_WITHIN = timedelta(minutes=15)
SAME_WITHIN = timedelta(minutes=1)
"""The same words of the same person again within this time are the same comment, sent twice."""
FLOOD = Limit("comment", most=10, window=timedelta(minutes=10))
CHANGEABLE = (CommentState.HELD, CommentState.SHOWN)


@dataclass(frozen=True, slots=True)
class Openness:
    """Whether new comments are taken: `closed` says why not (empty: they are), `until` when they will close."""

    closed: str = ""
    until: datetime | None = None


def may_discuss(kind: str, id: int, scopes: frozenset[str]) -> bool:
    """Whether a holder of these tokens, all of them, may read and write comments on an item that is seen."""
    return kind not in ROSTERED or bool(scopes & {group_token(id), STAFF_ONLY})


def openness(published_at: datetime | None, is_archived: bool, days: int, at: datetime) -> Openness:
    """Whether an item takes comments at an instant; `days` counts from its publication, 0 is for ever."""
    if is_archived:
        return Openness("This page is archived, so it takes no new comments.")
    if not days or published_at is None:
        return Openness()
    end = published_at + timedelta(days=days)
    if at >= end:
        return Openness(f"Comments have been closed since {us_date(end)}, {days:,} days after publication.")
    return Openness(until=end)


def may_change(state: CommentState, created_at: datetime, at: datetime) -> bool:
    """Whether the writer may still change the words of a comment: before the 15 minutes are over."""
    return state in CHANGEABLE and at < created_at + CHANGED_WITHIN


def version(state: CommentState, edited_at: datetime | None) -> str:
    """What tells a comment as somebody saw it from the same comment decided or changed meanwhile."""
    return f"{state}.{edited_at.isoformat() if edited_at else ''}"

"""Threads of comments as something to follow: the thing is (thread, id of the comment that begins it)."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from ion.commons.discussion.policies import may_discuss
from ion.commons.discussion.queries.comments import path_of
from ion.core import items, reading
from ion.core.ports.followables import Named
from ion.core.text import passages, squeeze
from ion.models import Comment, CommentState

THREAD = "thread"
LONGEST_NAME = 70
BEGINNINGS = select(Comment.id, Comment.item_id, Comment.markdown, Comment.state).where(
    Comment.id.in_(bindparam("ids", expanding=True)), Comment.parent_id.is_(None)
)


class ThreadFollowing:
    """Who wrote in a thread follows it: what others answer there reaches them."""

    kind = THREAD
    label = "Thread of comments"

    def named(self, ids: Collection[int], scopes: frozenset[str]) -> Mapping[int, Named]:
        rows = reading.rows(BEGINNINGS, ids=list(ids)).all()
        places = items.subjects({row.item_id for row in rows}, scopes)
        return {
            row.id: named(row, place.title)
            for row in rows
            if (place := places.get(row.item_id)) and may_discuss(place.kind, place.id, scopes)
        }

    def own(self, user_id: int, person_id: int) -> Select[*tuple[Any, ...]]:
        begins = func.coalesce(Comment.parent_id, Comment.id)
        return (
            select(begins.label("id"), func.max(Comment.created_at).label("at"))
            .where(Comment.person_id == person_id, Comment.state == CommentState.SHOWN)
            .group_by(begins)
        )

    def under(self, item_id: int) -> Select[*tuple[Any, ...]]:
        return select(Comment.id).where(Comment.item_id == item_id)


def named(row: Any, title: str) -> Named:
    """The thread by how it begins, where that still stands."""
    if row.state is not CommentState.SHOWN:
        return Named(f"Comments on {title}", f"/discussion/{row.item_id}")
    words = " ".join(passage.text for passage in passages(row.markdown))
    return Named(f"“{squeeze(words, LONGEST_NAME)}” on {title}", path_of(row.id))

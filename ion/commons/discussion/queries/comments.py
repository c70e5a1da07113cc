"""One comment, and the item it stands under."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select

from ion.base.extensions import db
from ion.commons.discussion.policies import CLOSING, KINDS, SAME_WITHIN, Openness, may_discuss, openness
from ion.core import clock, items, reading, site_settings
from ion.models import Comment, CommentState, Person


@dataclass(frozen=True, slots=True)
class Place:
    """The item that is commented on, as whoever reads it may see it."""

    id: int
    kind: str
    title: str
    path: str
    published_at: datetime | None
    is_archived: bool

    @property
    def openness(self) -> Openness:
        """Whether new comments are taken now."""
        days = site_settings.value(site_settings.COMMENTS_CLOSE) if self.kind in CLOSING else 0
        return openness(self.published_at, self.is_archived, days, clock.now())


def place(item_id: int, scopes: frozenset[str]) -> Place | None:
    """The item, where it is of a kind that is commented on and a holder of `scopes`, all of them, may read that."""
    found = items.subjects([item_id], scopes).get(item_id)
    if found is None or found.kind not in KINDS or not may_discuss(found.kind, found.id, scopes):
        return None
    return Place(found.id, found.kind, found.title, found.path, found.published_at, found.is_archived)


def seen(id: int, person_id: int) -> Comment | None:
    """The comment, where its words are shown, or are the person's own and were not (yet); see to its item, too."""
    comment = db.session.get(Comment, id)
    if comment is None:
        return None
    is_own = comment.person_id == person_id and comment.state is not CommentState.WITHDRAWN
    return comment if is_own or comment.state is CommentState.SHOWN else None


def is_trusted(person_id: int) -> bool:
    """Whether a comment of the person stands, or was approved and withdrawn since."""
    was_approved = and_(
        Comment.state == CommentState.WITHDRAWN, Comment.decided_at.is_not(None), Comment.reason == ""
    )
    good = or_(Comment.state == CommentState.SHOWN, was_approved)
    return (
        db.session.scalar(select(Comment.id).where(Comment.person_id == person_id, good).limit(1)) is not None
    )


def same(item_id: int, person_id: int, parent_id: int | None, markdown: str) -> Comment | None:
    """The comment with these words that the person has just written there."""
    return db.session.scalar(
        select(Comment)
        .where(Comment.item_id == item_id, Comment.person_id == person_id, Comment.markdown == markdown)
        .where(Comment.parent_id.is_not_distinct_from(parent_id))
        .where(Comment.state.in_((CommentState.HELD, CommentState.SHOWN)))
        .where(Comment.created_at > clock.now() - SAME_WITHIN)
        .order_by(Comment.id)
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A comment for a room that tells of it: where it stands, how it stands, and whose it is."""

    id: int
    item_id: int
    person_id: int
    state: CommentState


TOLD = select(Comment.id, Comment.item_id, Comment.person_id, Comment.state).where(
    Comment.id.in_(bindparam("ids", expanding=True))
)
WAITING = (
    select(Comment.item_id)
    .where(Comment.item_id.in_(bindparam("ids", expanding=True)), Comment.state == CommentState.HELD)
    .distinct()
)


def told(ids: Collection[int]) -> list[Told]:
    """Those of these comments that there are; whether one may be seen is for the asker to find out."""
    return [Told(row.id, row.item_id, row.person_id, row.state) for row in reading.rows(TOLD, ids=list(ids))]


def waiting_on(item_ids: Collection[int]) -> set[int]:
    """Those of these items on which a comment waits for ION staff."""
    return {row.item_id for row in reading.rows(WAITING, ids=list(item_ids))}


def writer_name(comment: Comment) -> str:
    """The name of who wrote the comment."""
    return db.session.scalar(select(Person.name).where(Person.id == comment.person_id)) or ""


def path_of(id: int) -> str:
    """The lasting address of a comment: it leads to the page of the thread on which it stands now."""
    return f"/comments/{id}"

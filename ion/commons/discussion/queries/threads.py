"""The comments on one item as one reader sees them, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.core.people import page_id, page_path
from ion.models import Comment, CommentState, ItemCount, Person, User, UserGrant
from ion.models.user import STAFF

PER_PAGE = 25
"""Comments that begin a thread of their own, on one page; all that answers them comes with them."""
OWN_STATES = (CommentState.HELD, CommentState.REFUSED)
GONE_STATES = (CommentState.WITHDRAWN, CommentState.REFUSED)
READER = bindparam("reader", type_=Integer)
ITEM = bindparam("item_id", type_=Integer)


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment as the reader sees it. One that is gone, but answered, has neither words nor a writer."""

    id: int
    state: CommentState
    name: str
    path: str
    is_staff: bool
    html: str
    created_at: datetime
    edited_at: datetime | None
    reason: str
    is_mine: bool
    parent_id: int | None = None
    replies: tuple["Remark", ...] = ()

    @property
    def is_gone(self) -> bool:
        return self.state is CommentState.WITHDRAWN or (
            self.state is CommentState.REFUSED and not self.is_mine
        )

    @property
    def is_shown(self) -> bool:
        return self.state is CommentState.SHOWN

    @property
    def is_held(self) -> bool:
        return self.state is CommentState.HELD


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of comments, oldest first. `shown` counts what everyone sees; page 1 of `pages` holds the newest."""

    remarks: Sequence[Remark]
    shown: int
    number: int
    pages: int


def is_seen(comment: Any) -> ColumnElement[bool]:
    """SQL: the reader sees the words of the comment: everyone's that are shown, one's own that were not (yet)."""
    own = and_(comment.person_id == READER, comment.state.in_(OWN_STATES))
    return or_(comment.state == CommentState.SHOWN, own)


answer, counted = aliased(Comment), aliased(Comment)


def begins(comment: Any) -> ColumnElement[bool]:
    """SQL: the comment begins a thread on the page of the item that has anything in it for the reader."""
    is_answered = exists().where(answer.parent_id == comment.id, is_seen(answer)).correlate(comment)
    is_kept = and_(comment.state.in_(GONE_STATES), is_answered)
    return and_(comment.item_id == ITEM, comment.parent_id.is_(None), or_(is_seen(comment), is_kept))


BEGUN = (
    select(Comment.id)
    .where(begins(Comment))
    .order_by(Comment.created_at.desc(), Comment.id.desc())
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
    .cte("begun")
)
IS_STAFF = exists().where(
    User.person_id == Comment.person_id,
    User.suspended_at.is_(None),
    UserGrant.user_id == User.id,
    UserGrant.grant.in_(STAFF),
)
TOTAL = select(func.count()).select_from(counted).where(begins(counted))
ROWS = (
    select(
        Comment.id,
        Comment.parent_id,
        Comment.person_id,
        Comment.state,
        Comment.html,
        Comment.created_at,
        Comment.edited_at,
        Comment.reason,
        Person.name,
        page_id(Person).label("page"),
        IS_STAFF.label("is_staff"),
        TOTAL.scalar_subquery().label("total"),
        select(ItemCount.comments).where(ItemCount.item_id == ITEM).scalar_subquery().label("shown"),
    )
    .join(Person, Person.id == Comment.person_id)
    .where(
        or_(
            Comment.id.in_(select(BEGUN.c.id)),
            and_(Comment.parent_id.in_(select(BEGUN.c.id)), is_seen(Comment)),
        )
    )
    .order_by(Comment.created_at, Comment.id)
)


def thread(item_id: int, reader: int, scopes: frozenset[str], number: int = 1) -> Thread:
    """A page of the comments on an item that the reader may see; `reader` is a person's id, 0 for a visitor.

    Beyond the last page is the last page.
    """
    asked = {"item_id": item_id, "reader": reader, "scopes": sorted(scopes), "limit": PER_PAGE}
    if number > 1:
        total = reading.rows(TOTAL, item_id=item_id, reader=reader).scalar() or 0
        number = max(1, min(number, pages_of(total)))
    rows = reading.rows(ROWS, **asked, offset=(number - 1) * PER_PAGE).all()
    answers: dict[int, list[Remark]] = {}
    for row in rows:
        if row.parent_id:
            answers.setdefault(row.parent_id, []).append(remark_of(row, reader))
    remarks = [remark_of(row, reader, answers.get(row.id, ())) for row in rows if not row.parent_id]
    first = rows[0] if rows else None
    return Thread(remarks, first.shown if first else 0, number, pages_of(first.total) if first else 1)


def pages_of(total: int) -> int:
    return max(1, -(-total // PER_PAGE))


def remark_of(row: Any, reader: int, replies: Sequence[Remark] = ()) -> Remark:
    is_mine = row.person_id == reader
    may_read = row.state is CommentState.SHOWN or is_mine
    return Remark(
        id=row.id,
        state=row.state,
        name=row.name if may_read else "",
        path=page_path(row.page) if row.page and may_read else "",
        is_staff=row.is_staff,
        html=row.html if may_read else "",
        created_at=row.created_at,
        edited_at=row.edited_at,
        reason=row.reason if is_mine else "",
        is_mine=is_mine,
        parent_id=row.parent_id,
        replies=tuple(replies),
    )


NEWER = TOTAL.where(
    or_(
        counted.created_at > bindparam("at", type_=Comment.created_at.type),
        and_(
            counted.created_at == bindparam("at", type_=Comment.created_at.type),
            counted.id > bindparam("id", type_=Integer),
        ),
    )
)


def number_of(comment: Comment, reader: int) -> int:
    """The number of the page on which the reader finds the comment."""
    first = reading.rows(FIRST, id=comment.parent_id or comment.id).one()
    newer = reading.rows(NEWER, item_id=comment.item_id, reader=reader, at=first.created_at, id=first.id)
    return int(newer.scalar() or 0) // PER_PAGE + 1


FIRST = select(Comment.id, Comment.created_at).where(Comment.id == bindparam("id"))

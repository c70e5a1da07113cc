"""What ION staff see of comments: those that wait, and those that were shown or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from ion.commons.discussion.policies import version
from ion.core import items, reading
from ion.core.access import MEMBERS, PUBLIC, SEEN, STAFF_ONLY
from ion.core.people import page_id, page_path
from ion.models import Comment, CommentState, Item, Person, User

PATH = "/staff/comments"
SCOPES = frozenset({PUBLIC, MEMBERS, STAFF_ONLY})
"""What all ION staff may see, whatever their grants: counts and lists are the same for all of them."""
STATES = (CommentState.HELD, CommentState.SHOWN, CommentState.REFUSED)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A comment as ION staff see it. `decided_by` is empty where nobody decided: it was shown at once."""

    id: int
    state: CommentState
    title: str
    item_path: str
    writer: str
    writer_path: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    answers: str
    parent_id: int | None
    decided_at: datetime | None
    decided_by: str
    reason: str

    @property
    def version(self) -> str:
        """What a decision about this comment says that it has seen."""
        return version(self.state, self.edited_at)


TOTALS = (
    select(Comment.state, func.count().label("number"))
    .join(Item, and_(Item.id == Comment.item_id, SEEN))
    .group_by(Comment.state)
)


def totals() -> Mapping[CommentState, int]:
    """How many comments stand how, on all items that ION staff may see."""
    found = {row.state: row.number for row in reading.rows(TOTALS, scopes=sorted(SCOPES))}
    return {state: found.get(state, 0) for state in STATES}


HELD_TOTAL = (
    select(func.count())
    .select_from(Comment)
    .join(Item, and_(Item.id == Comment.item_id, SEEN))
    .where(Comment.state == CommentState.HELD)
)


def held_total() -> int:
    """How many comments wait for ION staff."""
    return int(reading.rows(HELD_TOTAL, scopes=sorted(SCOPES)).scalar() or 0)


parent, parent_writer = aliased(Comment), aliased(Person)
deciding, decider = aliased(User), aliased(Person)


@cache
def statement(state: CommentState) -> Select[*tuple[Any, ...]]:
    """The list's question: what waits begins with the oldest, everything else with the newest."""
    order = (
        (Comment.created_at, Comment.id)
        if state is CommentState.HELD
        else (func.coalesce(Comment.decided_at, Comment.created_at).desc(), Comment.id.desc())
    )
    return (
        select(
            Comment.id,
            Comment.item_id,
            Comment.state,
            Comment.html,
            Comment.created_at,
            Comment.edited_at,
            Comment.parent_id,
            Comment.decided_at,
            Comment.reason,
            Person.name.label("writer"),
            page_id(Person).label("page"),
            parent_writer.name.label("answers"),
            decider.name.label("decided_by"),
        )
        .join(Person, Person.id == Comment.person_id)
        .join(Item, and_(Item.id == Comment.item_id, SEEN))
        .join(parent, parent.id == Comment.parent_id, isouter=True)
        .join(parent_writer, parent_writer.id == parent.person_id, isouter=True)
        .join(deciding, deciding.id == Comment.decided_by_id, isouter=True)
        .join(decider, decider.id == deciding.person_id, isouter=True)
        .where(Comment.state == state)
        .order_by(*order)
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
    )


def rows(state: CommentState, *, offset: int, limit: int) -> Sequence[DeskRow]:
    """Comments in one state; what waits begins with the oldest."""
    asked = {"scopes": sorted(SCOPES), "offset": offset, "limit": limit}
    found = reading.rows(statement(state), **asked).all()
    places = items.subjects({row.item_id for row in found}, SCOPES)
    return [desk_row(row, places[row.item_id]) for row in found if row.item_id in places]


def desk_row(row: Any, place: Any) -> DeskRow:
    return DeskRow(
        id=row.id,
        state=row.state,
        title=place.title,
        item_path=place.path,
        writer=row.writer,
        writer_path=page_path(row.page) if row.page else "",
        html=row.html,
        created_at=row.created_at,
        edited_at=row.edited_at,
        answers=row.answers or "",
        parent_id=row.parent_id,
        decided_at=row.decided_at,
        decided_by=row.decided_by or "",
        reason=row.reason,
    )


def decider_name(user_id: int | None) -> str:
    """The name of who decided; "Somebody" for one who is gone."""
    row = reading.rows(DECIDER, id=user_id).one_or_none() if user_id else None
    return row.name if row else "Somebody"


DECIDER = select(Person.name).join(User, User.person_id == Person.id).where(User.id == bindparam("id"))

"""The messages of a conversation, as many as a page shows: never counted, always by a range of numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Integer, Row, Select, and_, bindparam, exists, or_, select, union_all
from sqlalchemy.orm import aliased

from ion.core import clock, reading
from ion.core.people import page_id, page_path
from ion.core.ports.subjects import Subject
from ion.messaging import policies
from ion.messaging.queries.thread.head import READER
from ion.messaging.queries.thread.things import Card, FileRow, cards_of, files_of, subjects_of
from ion.messaging.rendering import FORMER
from ion.models import ConversationMember, File, Message, Person, User

BEYOND = 2**31 - 1
"""Beyond every number of a message."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `number` is None for one's own that is held; `held` says why it waits, to its writer alone.

    `name` is "Former member" where the writer left, `path` is empty where the page may not be seen. `markdown` is
    there for who may change it alone. Nothing is left of withdrawn and hidden ones but the line itself.
    """

    id: int
    number: int | None
    version: int
    name: str
    path: str
    is_mine: bool
    html: str
    markdown: str
    created_at: datetime
    edited_at: datetime | None
    is_withdrawn: bool
    is_hidden: bool
    held: str
    via: str
    files: tuple[FileRow, ...]
    cards: tuple[Card, ...]
    may_change: bool
    may_withdraw: bool

    @property
    def is_gone(self) -> bool:
        return self.is_withdrawn or self.is_hidden

    @property
    def anchor(self) -> str:
        """Its id on the page, that addresses lead to."""
        return f"m{self.number}" if self.number else f"held-{self.id}"


mine, writer = aliased(ConversationMember), aliased(User)
SELF = bindparam("user_id", type_=Integer)
ID = bindparam("id", type_=Integer)
LIMIT = bindparam("limit", type_=Integer)
MESSAGES = (
    select(
        Message.id,
        Message.conversation_id,
        Message.number,
        Message.version,
        Message.user_id,
        Message.html,
        Message.markdown,
        Message.created_at,
        Message.edited_at,
        Message.withdrawn_at,
        Message.hidden_at,
        Message.held,
        Message.via,
        Message.cards,
        Person.name,
        page_id(Person).label("page"),
        exists().where(File.parent_kind == policies.KIND, File.parent_id == Message.id).label("has_files"),
    )
    .join(mine, and_(mine.conversation_id == Message.conversation_id, mine.user_id == SELF))
    .join(writer, writer.id == Message.user_id, isouter=True)
    .join(Person, Person.id == writer.person_id, isouter=True)
)
SEEN = and_(
    Message.number >= mine.from_number, or_(mine.until_number.is_(None), Message.number <= mine.until_number)
)
UNNUMBERED = and_(Message.number.is_(None), Message.user_id == SELF)
WAITING = and_(UNNUMBERED, Message.held != "")
IN_IT = MESSAGES.where(Message.conversation_id == ID)


def page_before(number: Any) -> Select[*tuple[Any, ...]]:
    return IN_IT.where(SEEN, Message.number < number).order_by(Message.number.desc()).limit(LIMIT)


OLDER = page_before(bindparam("before", type_=Integer))
NEWEST: CompoundSelect[*tuple[Any, ...]] = union_all(select(OLDER.subquery()), IN_IT.where(WAITING))
CHANGED = IN_IT.where(Message.version > bindparam("after", type_=Integer), or_(SEEN, WAITING))
ONE = MESSAGES.where(Message.id == ID, or_(SEEN, UNNUMBERED))


def lines(
    user_id: int,
    id: int,
    *,
    before: int | None = None,
    around: int | None = None,
    limit: int = 30,
    scopes: frozenset[str] = READER,
) -> list[Line]:
    """At most `limit` messages, the oldest first: the newest ones, those before a number, or those around one.

    With the newest come the user's own that are held, last. One question, and one each for files and cards.
    """
    statement = NEWEST if before is None and around is None else OLDER
    if around is not None:
        before = around + (limit + 1) // 2
    asked = {"before": BEYOND if before is None else before, "limit": limit}
    return answered(statement, user_id, scopes, id=id, **asked)


def changes(user_id: int, id: int, after: int, *, scopes: frozenset[str] = READER) -> list[Line]:
    """The messages that are new or changed since version `after`, the oldest first, those that are held last."""
    return answered(CHANGED, user_id, scopes, id=id, after=after)


def line(user_id: int, message_id: int, *, scopes: frozenset[str] = READER) -> tuple[int, Line] | None:
    """The id of its conversation, and one message that the user may see; None where there is none.

    One's own that was held is found here even once it was withdrawn; pages of the conversation leave it out then.
    """
    rows = reading.rows(ONE, user_id=user_id, id=message_id, scopes=sorted(scopes)).all()
    return (rows[0].conversation_id, shaped(rows, user_id, scopes)[0]) if rows else None


def answered(statement: Any, user_id: int, scopes: frozenset[str], **asked: int) -> list[Line]:
    rows = reading.rows(statement, user_id=user_id, scopes=sorted(scopes), **asked).all()
    return shaped(sorted(rows, key=place), user_id, scopes)


def place(row: Row[Any]) -> tuple[int, int]:
    return (BEYOND if row.number is None else row.number, row.id)


def shaped(rows: Any, user_id: int, scopes: frozenset[str]) -> list[Line]:
    """The lines of rows, with what hangs on them."""
    files = files_of([row.id for row in rows if row.has_files])
    subjects = subjects_of([row.cards for row in rows if row.cards], scopes)
    at = clock.now()
    return [line_of(row, user_id, at, files.get(row.id, ()), subjects) for row in rows]


def line_of(
    row: Row[Any], user_id: int, at: datetime, files: tuple[FileRow, ...], subjects: Mapping[int, Subject]
) -> Line:
    is_mine = row.user_id == user_id
    is_gone = row.withdrawn_at is not None or row.hidden_at is not None
    may_change = is_mine and policies.may_change(
        created_at=row.created_at, is_gone=is_gone, is_held=row.number is None, at=at
    )
    return Line(
        id=row.id,
        number=row.number,
        version=row.version,
        name=row.name or FORMER,
        path=page_path(row.page) if row.page else "",
        is_mine=is_mine,
        html="" if is_gone else row.html,
        markdown=row.markdown if may_change else "",
        created_at=row.created_at,
        edited_at=row.edited_at,
        is_withdrawn=row.withdrawn_at is not None,
        is_hidden=row.hidden_at is not None,
        held=row.held,
        via=row.via,
        files=() if is_gone else files,
        cards=() if is_gone else cards_of(row.cards, subjects),
        may_change=may_change,
        may_withdraw=is_mine and policies.may_withdraw(is_gone=is_gone),
    )

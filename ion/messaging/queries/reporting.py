"""A message with those around it, as a report shows it to ION staff: as who reports it may see it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Integer, Row, Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.messaging.queries.thread.things import files_of
from ion.messaging.rendering import FORMER, plain_words
from ion.models import Conversation, ConversationMember, Message, Person, User

AROUND = 5
"""Messages before and after the one that is reported."""
SELF = bindparam("user_id", type_=Integer)
writer, mine = aliased(User), aliased(ConversationMember)
TEXTS = (
    select(
        Message.id,
        Message.conversation_id,
        Message.number,
        Message.user_id,
        Message.html,
        Message.created_at,
        Message.withdrawn_at,
        Message.hidden_at,
        Person.name,
    )
    .join(writer, writer.id == Message.user_id, isouter=True)
    .join(Person, Person.id == writer.person_id, isouter=True)
)
ONE = TEXTS.where(Message.id == bindparam("id", type_=Integer))


def seen(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The statement for what a user sees, who is in the conversation."""
    return statement.join(
        mine, and_(mine.conversation_id == Message.conversation_id, mine.user_id == SELF)
    ).where(
        Message.number >= mine.from_number,
        or_(mine.until_number.is_(None), Message.number <= mine.until_number),
    )


def beside(number: Any, *, is_before: bool) -> Select[*tuple[Any, ...]]:
    here = TEXTS.where(Message.conversation_id == bindparam("conversation_id", type_=Integer))
    if is_before:
        return here.where(Message.number < number).order_by(Message.number.desc()).limit(AROUND)
    return here.where(Message.number > number).order_by(Message.number).limit(AROUND)


NUMBER = bindparam("number", type_=Integer)
BEFORE, AFTER = beside(NUMBER, is_before=True), beside(NUMBER, is_before=False)
LAST = select(Conversation.last_number).where(Conversation.id == bindparam("id", type_=Integer))


def reported(id: int, user_id: int | None) -> tuple[Row[Any], list[Row[Any]]] | None:
    """A message and those around it in order, as a user sees them (None: the site itself); None for what is gone."""
    statement = ONE if user_id is None else seen(ONE)
    asked = {} if user_id is None else {"user_id": user_id}
    row = reading.rows(statement, id=id, **asked).one_or_none()
    if row is None or row.withdrawn_at is not None or row.hidden_at is not None:
        return None
    return row, [*before(row, asked), row, *after(row, asked)]


def before(row: Row[Any], asked: dict[str, int]) -> Iterator[Row[Any]]:
    number = row.number or reading.rows(LAST, id=row.conversation_id).scalar_one() + 1
    statement = seen(BEFORE) if asked else BEFORE
    rows = reading.rows(statement, conversation_id=row.conversation_id, number=number, **asked)
    return iter(rows.all()[::-1])


def after(row: Row[Any], asked: dict[str, int]) -> list[Row[Any]]:
    if row.number is None:
        return []
    statement = seen(AFTER) if asked else AFTER
    return list(reading.rows(statement, conversation_id=row.conversation_id, number=row.number, **asked))


def text_of(row: Row[Any]) -> str:
    """The plain words of a message, or why there are none."""
    if row.withdrawn_at is not None:
        return "[This message was withdrawn.]"
    if row.hidden_at is not None:
        return "[ION staff removed this message.]"
    return plain_words(row.html)


def name_of(row: Row[Any]) -> str:
    return row.name or FORMER


def file_names(id: int) -> tuple[str, ...]:
    return tuple(file.name for file in files_of([id]).get(id, ()))

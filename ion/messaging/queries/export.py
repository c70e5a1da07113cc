"""A conversation as plain text, and all of somebody's messages: what they may see of it, as it was typed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, or_, select

from ion.core import clock, reading
from ion.core.times import us_time, zone_named
from ion.messaging.queries.thread.head import Head, head
from ion.messaging.queries.thread.lines import SEEN, WAITING, mine, writer
from ion.messaging.queries.thread.things import FileRow, files_of
from ion.messaging.rendering import FORMER
from ion.models import Message, Person

SELF = bindparam("user_id", type_=Integer)
ALL = (
    select(
        Message.id,
        Message.conversation_id,
        Message.number,
        Message.user_id,
        Message.markdown,
        Message.created_at,
        Message.edited_at,
        Message.withdrawn_at,
        Message.hidden_at,
        Message.held,
        Message.via,
        Person.name,
    )
    .join(mine, and_(mine.conversation_id == Message.conversation_id, mine.user_id == SELF))
    .join(writer, writer.id == Message.user_id, isouter=True)
    .join(Person, Person.id == writer.person_id, isouter=True)
    .where(or_(SEEN, WAITING))
    .order_by(Message.conversation_id, Message.created_at, Message.id)
)
OF_ONE = ALL.where(Message.conversation_id == bindparam("id", type_=Integer))
SOME = 500
RULE = "-" * 72


def messages_of(user_id: int) -> list[Row[Any]]:
    """Every message that the user may see, by conversation and time."""
    return list(reading.rows(ALL, user_id=user_id))


def files_in(rows: Sequence[Row[Any]]) -> dict[int, tuple[FileRow, ...]]:
    """The files of messages that are still there."""
    ids = [row.id for row in rows if not is_gone(row)]
    found: dict[int, tuple[FileRow, ...]] = {}
    for at in range(0, len(ids), SOME):
        found |= files_of(ids[at : at + SOME])
    return found


def is_gone(row: Row[Any]) -> bool:
    return row.withdrawn_at is not None or row.hidden_at is not None


def words_of(row: Row[Any]) -> str:
    """What was typed, or why nothing is there."""
    if row.withdrawn_at is not None:
        return "[This message was withdrawn.]"
    if row.hidden_at is not None:
        return "[ION staff removed this message.]"
    return str(row.markdown)


def own_export(user_id: int, id: int, *, zone: str = "") -> str:
    """A conversation of the user's own as plain text, its times in an IANA zone; empty where they are not in it."""
    conversation = head(user_id, id)
    if conversation is None:
        return ""
    rows = reading.rows(OF_ONE, user_id=user_id, id=id).all()
    files = files_in(rows)
    parts = [*heading(conversation, zone)]
    for row in rows:
        parts += [RULE, *entry(row, files.get(row.id, ()), zone)]
    return "\n".join(parts) + "\n"


def heading(conversation: Head, zone: str) -> Iterator[str]:
    yield f"Conversation: {conversation.heading}"
    yield "People: " + ", ".join(
        each.name + (" (left)" if each.has_left else "") for each in conversation.people
    )
    yield f"Copied on {when(clock.now(), zone)}"


def entry(row: Row[Any], files: Sequence[FileRow], zone: str) -> Iterator[str]:
    notes = [
        "by mail" if row.via == "mail" else "",
        f"changed on {when(row.edited_at, zone)}" if row.edited_at else "",
        "waits for ION staff" if row.held else "",
    ]
    told = "; ".join(note for note in notes if note)
    yield f"{row.name or FORMER}, {when(row.created_at, zone)}" + (f" ({told})" if told else "")
    yield ""
    yield words_of(row)
    for file in files:
        yield f"[File: {file.name}, {file.size}]"


def when(instant: datetime, zone: str) -> str:
    return us_time(instant, zone_named(zone))

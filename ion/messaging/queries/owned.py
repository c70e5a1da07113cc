"""All that messaging keeps of one user, as their copy of it has it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, select

from ion.core import reading
from ion.core.ports.personal import OwnFile
from ion.messaging.policies import KIND, is_open
from ion.messaging.queries.export import SOME, files_in, is_gone, messages_of, words_of
from ion.messaging.queries.thread.things import FileRow
from ion.messaging.rendering import FORMER
from ion.models import Conversation, ConversationMember, File, Person, User

SELF = bindparam("user_id", type_=Integer)
MINE = (
    select(
        Conversation.id,
        Conversation.title,
        Conversation.created_at,
        Conversation.last_number,
        Conversation.created_by_id,
        ConversationMember.read_number,
        ConversationMember.archived_at,
        ConversationMember.muted_at,
        ConversationMember.left_at,
        ConversationMember.draft,
    )
    .join(ConversationMember, ConversationMember.conversation_id == Conversation.id)
    .where(ConversationMember.user_id == SELF)
    .order_by(Conversation.id)
)
PEOPLE = (
    select(ConversationMember.conversation_id, Person.name)
    .join(User, User.id == ConversationMember.user_id)
    .join(Person, Person.id == User.person_id)
    .where(
        ConversationMember.conversation_id.in_(
            select(ConversationMember.conversation_id).where(ConversationMember.user_id == SELF)
        )
    )
    .order_by(ConversationMember.conversation_id, Person.name)
)
STORED = (
    select(File.name, File.storage_key)
    .where(File.parent_kind == KIND, File.parent_id.in_(bindparam("ids", expanding=True)))
    .order_by(File.id)
)


def conversations(user_id: int) -> dict[str, Any]:
    """Every conversation of the user with the messages they may see; empty where there is none."""
    rows = messages_of(user_id)
    files = files_in(rows)
    written: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        written.setdefault(row.conversation_id, []).append(message(row, files.get(row.id, ()), user_id))
    people: dict[int, list[str]] = {}
    for row in reading.rows(PEOPLE, user_id=user_id):
        people.setdefault(row.conversation_id, []).append(row.name)
    told = [
        conversation(row, people.get(row.id, []), written.get(row.id, []))
        for row in reading.rows(MINE, user_id=user_id)
        if is_open(last_number=row.last_number, created_by_id=row.created_by_id, user_id=user_id)
    ]
    return {"conversations": told} if told else {}


def conversation(row: Row[Any], people: list[str], messages: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "people": people,
        "began": iso(row.created_at),
        "read_up_to": row.read_number,
        "archived": iso(row.archived_at),
        "muted": iso(row.muted_at),
        "left": iso(row.left_at),
        "draft": row.draft,
        "messages": messages,
    }


def message(row: Row[Any], files: Sequence[FileRow], user_id: int) -> dict[str, Any]:
    return {
        "number": row.number,
        "from": row.name or FORMER,
        "is_yours": row.user_id == user_id,
        "sent": iso(row.created_at),
        "changed": iso(row.edited_at),
        "text": words_of(row),
        "waits_because": row.held,
        "files": [file.name for file in files],
    }


def iso(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant else None


def files(user_id: int) -> Iterator[OwnFile]:
    """The files of the messages that the user may see: sent by them, or to them."""
    ids = [row.id for row in messages_of(user_id) if not is_gone(row)]
    for at in range(0, len(ids), SOME):
        for row in reading.rows(STORED, ids=ids[at : at + SOME]):
            yield OwnFile(row.name, row.storage_key)

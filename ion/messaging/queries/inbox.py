"""One's own conversations: folders, and what is new in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, case, func, not_, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.core.text import squeeze
from ion.messaging.queries.contact import IS_OPEN
from ion.messaging.rendering import FORMER, plain_words
from ion.models import Conversation, ConversationMember, Message, Person, User


class Folder(StrEnum):
    """Where somebody keeps a conversation. Unread ones are in the inbox or are requests, too."""

    INBOX = "inbox"
    UNREAD = "unread"
    REQUESTS = "requests"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation as a list shows it.

    `names` are the others in it, by name ("Former member" where nobody is left); `title` is a group's, or empty.
    `last_words` are the plain words of the newest message, `last_from` its writer ("You" for oneself), both empty
    where there is none. `is_request`: it waits for an answer, of the viewer or, where `asked_by_me`, of the other.
    `draft` is what the viewer typed and did not send, on one line.
    """

    id: int
    path: str
    names: tuple[str, ...]
    title: str
    is_group: bool
    last_words: str
    last_from: str
    last_at: datetime
    unread: int
    is_muted: bool
    is_archived: bool
    is_request: bool
    asked_by_me: bool
    draft: str

    @property
    def heading(self) -> str:
        """What the conversation is called: its title, or who is in it."""
        return self.title or ", ".join(self.names)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many conversations each folder has."""

    inbox: int = 0
    unread: int = 0
    requests: int = 0
    archived: int = 0


LAST_WORDS = 160
HTML_LOOKED_AT = 1_000
SEPARATOR = "\n"
"""Between names; no name has a line break in it."""
WAITS = "Waits for ION staff before others see it."
SELF = bindparam("user_id", type_=Integer)
mine, other, writer = aliased(ConversationMember), aliased(ConversationMember), aliased(User)
held = aliased(Message)
IS_ARCHIVED = or_(mine.archived_at.is_not(None), mine.left_at.is_not(None))
TO_ANSWER = and_(
    Conversation.answered_at.is_(None),
    Conversation.declined_at.is_(None),
    Conversation.asked_by_id != SELF,
    ~select(User.id).where(User.id == Conversation.asked_by_id, User.suspended_at.is_not(None)).exists(),
)
SHUT = and_(Conversation.answered_at.is_(None), Conversation.asked_by_id != SELF)
"""SQL: a request of somebody else that was not accepted: no conversation of the inbox."""
FOLDERS = {
    Folder.INBOX: and_(not_(IS_ARCHIVED), not_(SHUT)),
    Folder.UNREAD: and_(mine.unread > 0, not_(IS_ARCHIVED), or_(not_(SHUT), TO_ANSWER)),
    Folder.REQUESTS: and_(TO_ANSWER, not_(IS_ARCHIVED)),
    Folder.ARCHIVED: IS_ARCHIVED,
}
NAMES = (
    select(func.aggregate_strings(Person.name, SEPARATOR))
    .select_from(other)
    .join(User, User.id == other.user_id)
    .join(Person, Person.id == User.person_id)
    .where(other.conversation_id == Conversation.id, other.user_id != SELF, other.left_at.is_(None))
    .correlate(Conversation)
    .scalar_subquery()
)
IS_WAITING = (
    select(held.id)
    .where(held.conversation_id == Conversation.id, held.number.is_(None))
    .where(held.user_id == SELF, held.held != "")
    .correlate(Conversation)
    .exists()
)
LAST_SEEN = func.coalesce(mine.until_number, Conversation.last_number)
LISTED = (
    select(
        Conversation.id,
        Conversation.pair,
        Conversation.title,
        Conversation.asked_by_id,
        Conversation.answered_at,
        Conversation.last_at,
        IS_WAITING.label("is_waiting"),
        NAMES.label("names"),
        mine.unread,
        mine.muted_at,
        IS_ARCHIVED.label("is_archived"),
        func.substr(mine.draft, 1, HTML_LOOKED_AT).label("draft"),
        func.substr(Message.html, 1, HTML_LOOKED_AT).label("html"),
        Message.user_id.label("writer_id"),
        Message.created_at,
        Message.withdrawn_at,
        Message.hidden_at,
        Person.name.label("writer"),
    )
    .join(mine, mine.conversation_id == Conversation.id)
    .join(
        Message,
        and_(
            Message.conversation_id == Conversation.id,
            Message.number == case((mine.from_number <= LAST_SEEN, LAST_SEEN)),
        ),
        isouter=True,
    )
    .join(writer, writer.id == Message.user_id, isouter=True)
    .join(Person, Person.id == writer.person_id, isouter=True)
    .where(mine.user_id == SELF, IS_OPEN)
    .order_by(Conversation.last_at.desc(), Conversation.id.desc())
    .limit(bindparam("limit", type_=Integer))
    .offset(bindparam("offset", type_=Integer))
)
LISTS = {folder: LISTED.where(condition) for folder, condition in FOLDERS.items()}
TOTALS = (
    select(*(func.sum(case((FOLDERS[folder], 1), else_=0)).label(folder.value) for folder in Folder))
    .select_from(Conversation)
    .join(mine, mine.conversation_id == Conversation.id)
    .where(mine.user_id == SELF, IS_OPEN)
)


def inbox(user_id: int, folder: str, *, offset: int = 0, limit: int = 30) -> list[ConversationRow]:
    """The conversations in a folder of a user, the newest first; an unknown folder is the inbox. One question."""
    statement = LISTS[Folder(folder)] if folder in set(Folder) else LISTS[Folder.INBOX]
    rows = reading.rows(statement, user_id=user_id, offset=offset, limit=limit)
    return [conversation_row(row, user_id) for row in rows]


def totals(user_id: int) -> Totals:
    """How many conversations a user has in each folder. One question."""
    row = reading.rows(TOTALS, user_id=user_id).one()
    return Totals(*(int(number or 0) for number in row))


def conversation_row(row: Row[Any], user_id: int) -> ConversationRow:
    return ConversationRow(
        id=row.id,
        path=f"/messages/{row.id}",
        names=names_of(row.names),
        title=row.title,
        is_group=row.pair is None,
        last_words=last_words(row),
        last_from=writer_of(row, user_id),
        last_at=row.created_at or row.last_at,
        unread=row.unread,
        is_muted=row.muted_at is not None,
        is_archived=bool(row.is_archived),
        is_request=row.answered_at is None,
        asked_by_me=row.asked_by_id == user_id,
        draft=squeeze(row.draft, LAST_WORDS),
    )


def names_of(names: str | None) -> tuple[str, ...]:
    """Names that one subquery brought together, in the order of the alphabet."""
    return tuple(sorted(names.split(SEPARATOR), key=str.casefold)) if names else (FORMER,)


def last_words(row: Row[Any]) -> str:
    if row.html is None:
        return WAITS if row.is_waiting else ""
    if row.withdrawn_at is not None:
        return "This message was withdrawn."
    if row.hidden_at is not None:
        return "ION staff removed this message."
    return squeeze(plain_words(row.html), LAST_WORDS) or "A file"


def writer_of(row: Row[Any], user_id: int) -> str:
    if row.html is None:
        return ""
    return "You" if row.writer_id == user_id else (row.writer or FORMER)

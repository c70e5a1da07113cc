"""What stands above the messages of a conversation: who is in it, and what the viewer may do there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.core.access import MEMBERS, PUBLIC
from ion.core.people import page_id, page_path
from ion.messaging.policies import MOST_PEOPLE
from ion.messaging.queries.contact import APART, IS_OPEN, SILENT, closed, them
from ion.messaging.rendering import FORMER
from ion.models import Conversation, ConversationMember, Person

READER = frozenset({PUBLIC, MEMBERS})
"""What every signed-in reader holds; pass all tokens of the viewer (`access.scopes`) for what groups alone see."""
SELF = bindparam("user_id", type_=Integer)
ID = bindparam("id", type_=Integer)


@dataclass(frozen=True, slots=True)
class InIt:
    """Somebody in the conversation. `path` is empty where the page may not be seen; `has_left` are out of it now."""

    user_id: int
    person_id: int
    name: str
    path: str
    is_me: bool
    has_left: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the messages.

    `people` are all who are or were in it, the viewer too, by name. `is_request`: it waits for an answer, of the
    viewer or, where `asked_by_me`, of the other; `asked_by` is who asked. `is_declined` is known to who declined
    alone. `may_answer`: the viewer may accept or decline; to write back is to accept. `may_write`, or else
    `why_not` says why. `may_add`: people may be added to this group. Messages beyond `read_number` are new to the
    viewer, `unread` is how many; `version` and `last_number` are what the viewer has once the page is shown.
    """

    id: int
    path: str
    title: str
    is_group: bool
    people: tuple[InIt, ...]
    is_request: bool
    asked_by_me: bool
    asked_by: str
    is_declined: bool
    may_answer: bool
    why_not: str
    has_left: bool
    is_muted: bool
    is_archived: bool
    draft: str
    read_number: int
    unread: int
    version: int
    last_number: int

    @property
    def may_write(self) -> bool:
        return not self.why_not

    @property
    def may_add(self) -> bool:
        return self.is_group and not self.has_left and len(self.others) + 1 < MOST_PEOPLE

    @property
    def others(self) -> tuple[InIt, ...]:
        """Who is in it now besides the viewer."""
        return tuple(each for each in self.people if not each.is_me and not each.has_left)

    @property
    def heading(self) -> str:
        """What the conversation is called: its title, or who is in it."""
        return self.title or ", ".join(each.name for each in self.others) or FORMER


mine, each = aliased(ConversationMember), aliased(ConversationMember)
MINE = (
    Conversation.id,
    Conversation.pair,
    Conversation.title,
    Conversation.asked_by_id,
    Conversation.answered_at,
    Conversation.declined_at,
    Conversation.version,
    Conversation.last_number,
    mine.left_at,
    mine.until_number,
    mine.muted_at,
    mine.archived_at,
    mine.draft,
    mine.read_number,
    mine.unread,
)
HEAD = (
    select(
        *MINE,
        them.id.label("member_id"),
        Person.id.label("person_id"),
        Person.name,
        page_id(Person).label("page"),
        each.left_at.label("they_left_at"),
        and_(them.id != SELF, or_(SILENT, APART)).label("is_closed"),
    )
    .select_from(Conversation)
    .join(mine, and_(mine.conversation_id == Conversation.id, mine.user_id == SELF))
    .join(each, each.conversation_id == Conversation.id)
    .join(them, them.id == each.user_id)
    .join(Person, Person.id == them.person_id)
    .where(Conversation.id == ID, IS_OPEN)
    .order_by(Person.name, Person.id)
)
VERSION = (
    select(Conversation.version)
    .join(mine, and_(mine.conversation_id == Conversation.id, mine.user_id == SELF))
    .where(Conversation.id == ID, IS_OPEN)
)


def head(user_id: int, id: int, *, scopes: frozenset[str] = READER) -> Head | None:
    """The conversation as this user sees it; None where they are not in it. One question."""
    rows = reading.rows(HEAD, user_id=user_id, id=id, scopes=sorted(scopes)).all()
    return head_of(rows, user_id) if rows else None


def version(user_id: int, id: int) -> int | None:
    """The version of a conversation; None where the user is not in it. One small question."""
    number: int | None = reading.rows(VERSION, user_id=user_id, id=id).scalar()
    return number


def head_of(rows: Sequence[Row[Any]], user_id: int) -> Head:
    first = rows[0]
    asked_by_me = first.asked_by_id == user_id
    is_request = first.answered_at is None
    closed_to = why_not(rows, user_id)
    return Head(
        id=first.id,
        path=f"/messages/{first.id}",
        title=first.title,
        is_group=first.pair is None,
        people=tuple(in_it(row, user_id) for row in rows),
        is_request=is_request,
        asked_by_me=asked_by_me,
        asked_by=next((row.name for row in rows if row.member_id == first.asked_by_id), ""),
        is_declined=is_request and not asked_by_me and first.declined_at is not None,
        may_answer=is_request and not asked_by_me and not closed_to,
        why_not=closed_to,
        has_left=first.left_at is not None,
        is_muted=first.muted_at is not None,
        is_archived=first.archived_at is not None,
        draft=first.draft,
        read_number=first.read_number,
        unread=first.unread,
        version=first.version,
        last_number=first.last_number if first.until_number is None else first.until_number,
    )


def in_it(row: Row[Any], user_id: int) -> InIt:
    return InIt(
        user_id=row.member_id,
        person_id=row.person_id,
        name=row.name,
        path=page_path(row.page) if row.page else "",
        is_me=row.member_id == user_id,
        has_left=row.they_left_at is not None,
    )


def why_not(rows: Sequence[Row[Any]], user_id: int) -> str:
    """Why the user may not write here now, as a sentence; empty where they may."""
    first = rows[0]
    others = [row for row in rows if row.member_id != user_id]
    if first.left_at is not None:
        return "You left this conversation."
    if first.pair is None:
        return (
            ""
            if any(row.they_left_at is None for row in others)
            else "Everybody else left this conversation."
        )
    if not others:
        return f"{FORMER}s of ION take no messages."
    if first.answered_at is None and first.asked_by_id == user_id:
        return f"You can write more once {others[0].name} accepts your request."
    return closed(others[0].name).why if others[0].is_closed else ""

"""What mail tells of: messages that wait for a user, and that no mail told of yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, false, or_, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.commons.mailing.queries import wants
from ion.core import reading
from ion.messaging.policies import KIND
from ion.models import Block, Conversation, ConversationMember, File, Message, MessageMail, Person, User

MAIL = "messages"
"""The kind of mail about messages, and of the preference that stops it."""
STALE = timedelta(days=14)
"""What is older is mailed to nobody any more."""
FORMER = "Former member"
Spans = Sequence[Sequence[int]]
"""Of each of some conversations the messages beyond a number and up to another: (id, after, until)."""

MAY_BE_MAILED = and_(User.suspended_at.is_(None), User.confirmed_at.is_not(None), wants(MAIL))
"""SQL: the user can sign in, and wants mail about messages."""
HEARS = and_(ConversationMember.left_at.is_(None), ConversationMember.muted_at.is_(None), MAY_BE_MAILED)

HEARERS = (
    select(ConversationMember.user_id, HEARS.label("hears"), MessageMail.mailed_at)
    .join(User, User.id == ConversationMember.user_id)
    .join(MessageMail, MessageMail.user_id == ConversationMember.user_id, isouter=True)
    .where(ConversationMember.conversation_id == bindparam("conversation_id"))
    .order_by(ConversationMember.user_id)
)


@dataclass(frozen=True, slots=True)
class Hearer:
    """Somebody in a conversation: whether they are mailed about it, and when they were last mailed."""

    user_id: int
    hears: bool
    mailed_at: datetime | None


def hearers(conversation_id: int) -> list[Hearer]:
    """Everyone in the conversation."""
    rows = db.session.execute(HEARERS, {"conversation_id": conversation_id})
    return [Hearer(row.user_id, bool(row.hears), row.mailed_at) for row in rows]


writer = aliased(User)
IS_WANTED = and_(
    Message.number.is_not(None),
    Message.number > ConversationMember.read_number,
    Message.number >= ConversationMember.from_number,
    or_(Message.user_id.is_(None), Message.user_id != ConversationMember.user_id),
    Message.withdrawn_at.is_(None),
    Message.hidden_at.is_(None),
    Message.created_at > bindparam("since"),
    ConversationMember.left_at.is_(None),
    ConversationMember.muted_at.is_(None),
    Conversation.declined_at.is_(None),
    writer.suspended_at.is_(None),
    ~exists().where(
        or_(
            and_(Block.user_id == ConversationMember.user_id, Block.blocked_id == Message.user_id),
            and_(Block.user_id == Message.user_id, Block.blocked_id == ConversationMember.user_id),
        )
    ),
)
"""SQL: the message waits for the member of its conversation, and is to be told of."""
TOLD = (
    select(
        Message.id,
        Message.conversation_id,
        Message.number,
        Message.markdown,
        Message.created_at,
        Person.name,
        Conversation.title,
        Conversation.pair,
        Conversation.answered_at,
    )
    .join(Conversation, Conversation.id == Message.conversation_id)
    .join(ConversationMember, ConversationMember.conversation_id == Conversation.id)
    .join(writer, writer.id == Message.user_id, isouter=True)
    .join(Person, Person.id == writer.person_id, isouter=True)
    .order_by(Conversation.last_at, Message.conversation_id, Message.number)
)


@dataclass(frozen=True, slots=True)
class Told:
    """One message as a mail tells of it; `group` is the title of the conversation, where it has one."""

    id: int
    conversation_id: int
    name: str
    markdown: str
    created_at: datetime
    group: str
    is_pair: bool
    is_request: bool
    files: tuple[str, ...] = ()


def told(user_id: int, spans: Spans, at: datetime) -> list[Told]:
    """What of these spans the user has not read yet and may still be told, oldest first, by conversation."""
    within = [
        and_(Message.conversation_id == id, Message.number > after, Message.number <= until)
        for id, after, until in spans
    ]
    wanted = TOLD.where(ConversationMember.user_id == user_id, IS_WANTED, or_(false(), *within))
    rows = db.session.execute(wanted, {"since": at - STALE}).all()
    files = files_of([row.id for row in rows])
    return [
        Told(
            id=row.id,
            conversation_id=row.conversation_id,
            name=row.name or FORMER,
            markdown=row.markdown,
            created_at=row.created_at,
            group=row.title,
            is_pair=row.pair is not None,
            is_request=row.answered_at is None,
            files=files.get(row.id, ()),
        )
        for row in rows
    ]


def files_of(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The names of the files of each message."""
    named: dict[int, tuple[str, ...]] = {}
    rows = reading.rows(
        select(File.parent_id, File.name)
        .where(File.parent_kind == KIND, File.parent_id.in_(ids))
        .order_by(File.id)
    )
    for row in rows if ids else ():
        named[row.parent_id] = (*named.get(row.parent_id, ()), row.name)
    return named


@dataclass(frozen=True, slots=True)
class Addressee:
    """A user who is mailed: where, by which clock, and since when not."""

    email: str
    zone: str
    mailed_at: datetime | None


def addressee(user_id: int) -> Addressee | None:
    """The user to mail; None for one who wants no such mail, is suspended, not confirmed, or gone."""
    row: Any = db.session.execute(
        select(User.email, Person.zone, MessageMail.mailed_at)
        .join(Person, Person.id == User.person_id)
        .join(MessageMail, MessageMail.user_id == User.id, isouter=True)
        .where(User.id == user_id, MAY_BE_MAILED)
    ).first()
    return Addressee(row.email, row.zone, row.mailed_at) if row else None

"""Conversations written row by row, and the worker's part: mail about messages, whatever the rules of writing are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select, update

from ion.base.extensions import db
from ion.core import clock, signals, working
from ion.core.unit_of_work import unit_of_work
from ion.core.working import Handler
from ion.messaging import tasks
from ion.messaging.services.telling import TASK
from ion.models import Conversation, ConversationMember, Delivery, Message, OutboxRow, User
from tests.mailbox import Mail, read_mail

_numbers = count(1)
HANDLERS = {TASK: Handler(tasks.mail, batch=tasks.BATCH)}


def talk(*people: User, is_request: bool = False, title: str = "") -> int:
    """A conversation of these, the first of whom began it; its id."""
    at = clock.now()
    ids = [person.id for person in people]
    with unit_of_work() as session:
        conversation = Conversation(
            pair=f"{min(ids)}:{max(ids)}" if len(ids) == 2 and not title else None,
            title=title,
            created_by_id=ids[0],
            created_at=at,
            asked_by_id=ids[0] if is_request else None,
            answered_at=None if is_request else at,
            last_at=at,
            members=[ConversationMember(user_id=id, joined_at=at) for id in ids],
        )
        session.add(conversation)
        session.flush()
        if is_request:
            signals.contact_asked.send(conversation)
        id: int = conversation.id
    return id


def write(
    conversation_id: int, user: User, text: str = "Shall we talk on Tuesday?", **fields: Any
) -> Message:
    """Let somebody write, as others see it from now on."""
    with unit_of_work() as session:
        conversation = session.get_one(Conversation, conversation_id, with_for_update=True)
        conversation.last_number += 1
        conversation.version += 1
        conversation.last_at = clock.now()
        message = Message(
            **{
                "conversation_id": conversation_id,
                "number": conversation.last_number,
                "version": conversation.version,
                "user_id": user.id,
                "client_id": f"client-{next(_numbers)}",
                "markdown": text,
                "html": f"<p>{text}</p>",
                "words": text.lower(),
                "created_at": clock.now(),
            }
            | fields
        )
        session.add(message)
        others = (
            ConversationMember.conversation_id == conversation_id,
            ConversationMember.user_id != user.id,
            ConversationMember.left_at.is_(None),
        )
        session.execute(
            update(ConversationMember).where(*others).values(unread=ConversationMember.unread + 1)
        )
        session.flush()
        signals.message_sent.send(message)
    return message


def read(conversation_id: int, user: User) -> None:
    """Let somebody read all that stands there."""
    with unit_of_work() as session:
        mine = session.get_one(ConversationMember, (conversation_id, user.id))
        mine.read_number = session.get_one(Conversation, conversation_id).last_number
        mine.unread = 0


def keep(conversation_id: int, user: User, **fields: Any) -> None:
    """Change how somebody keeps a conversation: muted_at, left_at …"""
    with unit_of_work() as session:
        mine = session.get_one(ConversationMember, (conversation_id, user.id))
        for name, value in fields.items():
            setattr(mine, name, value)


def prefer(user: User, channel: str, kind: str = "messages") -> None:
    """Let somebody choose whether they are mailed: "instant" or "off"."""
    with unit_of_work() as session:
        fresh = session.get_one(User, user.id)
        channels = fresh.preferences.get("channels", {}) | {kind: channel}
        fresh.preferences = fresh.preferences | {"channels": channels}


def work(at: datetime | None = None, worker: str = "worker") -> int:
    """Let the worker ask for the mails that are due, now or at that instant; how much was finished."""
    with clock.frozen(at or clock.now()):
        return working.run_due(HANDLERS, worker)


def asked(*users: User) -> list[Delivery]:
    """The mails asked for to these users (to anybody, without any), in order."""
    db.session.rollback()
    wanted = Delivery.user_id.in_([user.id for user in users]) if users else Delivery.id > 0
    return list(db.session.scalars(select(Delivery).where(wanted).order_by(Delivery.id)))


def received(user: User) -> list[Mail]:
    """The mails that the user has once the worker did all that is due within a minute."""
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        working.run_due(HANDLERS, "worker")
        return read_mail(user.email)


def left() -> Sequence[OutboxRow]:
    """The work of telling that is still to be done."""
    db.session.rollback()
    return db.session.scalars(select(OutboxRow).where(OutboxRow.task == TASK)).all()

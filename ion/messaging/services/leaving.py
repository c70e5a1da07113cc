"""What goes when somebody leaves ION or is suspended, and what goes by age."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.commons.files.services import forget_of
from ion.core import clock, holds
from ion.messaging.policies import KIND
from ion.messaging.services.changing import count, empty, mark_changed
from ion.messaging.services.standing import locked
from ion.models import Conversation, ConversationMember, Message, User

GONE = "gone:"
"""Stands before the id of a conversation in its `pair` once one of the two left ION: nobody else is that pair."""


def take_leave(user_id: int, *, keep: bool) -> None:
    """The user leaves ION. What nobody else is in goes, and so do requests that nobody accepted.

    What was written to others stays with them under "Former member", or is withdrawn unless `keep`; the rows
    themselves lose the user when the user is deleted.
    """
    places = select(ConversationMember.conversation_id).where(ConversationMember.user_id == user_id)
    for id in db.session.scalars(places.order_by(ConversationMember.conversation_id)).all():
        conversation = locked(id)
        others = select(ConversationMember.user_id).where(
            ConversationMember.conversation_id == id, ConversationMember.user_id != user_id
        )
        if (
            conversation.is_request
            or not conversation.last_number
            or db.session.scalar(others.limit(1)) is None
        ):
            forget_conversation(id)
            continue
        if conversation.pair is not None:
            conversation.pair = f"{GONE}{id}"
        if not keep:
            withdraw_all(conversation, user_id)
        conversation.version += 1
        db.session.flush()


def withdraw_all(conversation: Conversation, user_id: int) -> None:
    own = select(Message).where(
        Message.conversation_id == conversation.id,
        Message.user_id == user_id,
        Message.withdrawn_at.is_(None),
    )
    for message in db.session.scalars(own.order_by(Message.id)).all():
        message.withdrawn_at = message.withdrawn_at or clock.now()
        message.held = ""
        empty(message)
        count(message, -1)
        mark_changed(message, conversation)


def forget_conversation(id: int) -> None:
    """Delete a conversation with all that is in it."""
    for message_id in db.session.scalars(select(Message.id).where(Message.conversation_id == id)).all():
        forget_of(KIND, message_id)
    db.session.flush()
    for model in (Message, ConversationMember):
        db.session.execute(
            delete(model).where(model.conversation_id == id).execution_options(synchronize_session=False)
        )
    db.session.execute(
        delete(Conversation).where(Conversation.id == id).execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def silence_requests(user_id: int) -> None:
    """The user is suspended: nobody is offered to answer their requests, so nothing of them is unread."""
    asked = select(Conversation.id).where(
        Conversation.asked_by_id == user_id, Conversation.answered_at.is_(None)
    )
    theirs = update(ConversationMember).where(
        ConversationMember.conversation_id.in_(asked), ConversationMember.user_id != user_id
    )
    db.session.execute(theirs.values(unread=0).execution_options(synchronize_session=False))


writer = aliased(User)
WRITER = select(writer.person_id).where(writer.id == Message.user_id).scalar_subquery()


def forget_before(before: datetime, most: int) -> int:
    """Delete at most so many messages from before an instant that no hold covers, with their files; how many.

    Conversations in which nothing is left, and nothing was written since, go with them.
    """
    old = (
        select(Message.id, Message.conversation_id)
        .where(Message.created_at < before, holds.spared(Message.created_at, WRITER))
        .order_by(Message.created_at, Message.id)
        .limit(most)
    )
    rows = db.session.execute(old).all()
    for row in rows:
        forget_of(KIND, row.id)
    ids = [row.id for row in rows]
    db.session.execute(
        delete(Message).where(Message.id.in_(ids)).execution_options(synchronize_session=False)
    )
    touched = {row.conversation_id for row in rows}
    recount(touched)
    forget_empty(touched, before)
    return len(ids)


def recount(ids: Collection[int]) -> None:
    """What is unread in these conversations is counted anew, since some of it may be gone."""
    place = ConversationMember
    left = select(func.count()).where(
        Message.conversation_id == place.conversation_id,
        Message.number > place.read_number,
        Message.number >= place.from_number,
        Message.user_id.is_distinct_from(place.user_id),
        Message.withdrawn_at.is_(None),
        Message.hidden_at.is_(None),
    )
    waiting = update(place).where(place.conversation_id.in_(ids), place.unread > 0)
    db.session.execute(
        waiting.values(unread=left.correlate(place).scalar_subquery()).execution_options(
            synchronize_session=False
        )
    )


def forget_empty(ids: set[int], before: datetime) -> None:
    is_left = exists().where(Message.conversation_id == Conversation.id)
    empty_ones = select(Conversation.id).where(
        Conversation.id.in_(ids), Conversation.last_at < before, ~is_left
    )
    for id in db.session.scalars(empty_ones).all():
        forget_conversation(id)

"""Where a user stands: the conversation's row locked, and the user's own place in it."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.access import Viewer
from ion.messaging.policies import is_open
from ion.messaging.queries.contact import Way, contacts
from ion.messaging.services.refusals import Closed, NotThere, NotYet, Refused
from ion.models import Conversation, ConversationMember, Message


def locked(conversation_id: int) -> Conversation:
    """The conversation, its row held until the end of the unit of work; raises NotThere."""
    conversation = db.session.scalar(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if conversation is None:
        raise NotThere
    return conversation


def entered(user_id: int, conversation_id: int) -> tuple[Conversation, ConversationMember]:
    """The conversation, locked, and the user's place in it; raises NotThere for who is not in it.

    A conversation of which the others have seen nothing is its beginner's alone.
    """
    if place_in(user_id, conversation_id) is None:
        raise NotThere  # a stranger never waits for the lock
    conversation = locked(conversation_id)
    mine = place_in(user_id, conversation_id)
    if mine is None or not is_open(
        last_number=conversation.last_number, created_by_id=conversation.created_by_id, user_id=user_id
    ):
        raise NotThere
    return conversation, mine


def place_in(user_id: int, conversation_id: int) -> ConversationMember | None:
    return db.session.get(ConversationMember, (conversation_id, user_id), populate_existing=True)


def others_in(conversation: Conversation, user_id: int) -> list[int]:
    """The users who are in it besides this one, and did not leave it."""
    rows = select(ConversationMember.user_id).where(
        ConversationMember.conversation_id == conversation.id,
        ConversationMember.user_id != user_id,
        ConversationMember.left_at.is_(None),
    )
    return list(db.session.scalars(rows.order_by(ConversationMember.user_id)))


def check_may_write(who: Viewer, conversation: Conversation, mine: ConversationMember) -> None:
    """Raise Refused where the user may not write here now; a request that may be answered is, by writing."""
    others = others_in(conversation, who.id)
    if mine.left_at is not None:
        raise Refused("You left this conversation.")
    if conversation.pair is None:
        if not others:
            raise Refused("Everybody else left this conversation.")
        return
    if not others:
        raise Closed("Former members of ION take no messages.")
    contact = contacts(who.id, others)[others[0]]
    if contact.way is Way.CLOSED:
        is_asker = conversation.is_request and conversation.asked_by_id == who.id
        raise (NotYet if is_asker else Closed)(contact.why)
    if conversation.is_request:
        answer(conversation)


def answer(conversation: Conversation) -> None:
    """The request is accepted, or was not needed after all: both may write from now on."""
    conversation.answered_at, conversation.declined_at = clock.now(), None
    conversation.version += 1
    db.session.flush()


def written(message_id: int) -> tuple[Conversation, Message]:
    """A message as it is now, its conversation locked; raises NotThere."""
    conversation_id = db.session.scalar(select(Message.conversation_id).where(Message.id == message_id))
    if conversation_id is None:
        raise NotThere
    conversation = locked(conversation_id)
    message = db.session.get(Message, message_id, populate_existing=True)
    if message is None:
        raise NotThere
    return conversation, message

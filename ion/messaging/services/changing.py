"""What becomes of a message that was sent: changed, withdrawn, hidden by ION staff, released."""

from sqlalchemy import update

from ion.base.extensions import db
from ion.commons.files.services import forget_of
from ion.core import clock, holds
from ion.core.access import Viewer
from ion.messaging import policies
from ion.messaging.policies import KIND
from ion.messaging.queries.thread.things import files_of
from ion.messaging.rendering import shows_something
from ion.messaging.services.refusals import Empty, MustBeKept, NotThere, Refused, TooLate
from ion.messaging.services.standing import written
from ion.messaging.services.writing import check_length, put_text, show, why_held
from ion.models import Conversation, ConversationMember, Message, User

TOO_LATE = (
    "A message can be changed for 15 minutes, and they are over. You may withdraw this one and write another."
)
WAITS = "This message waits for ION staff, so it cannot be changed. You may withdraw it and write another."
WOULD_WAIT = "Changed like this it would have to wait for ION staff. Send it as a new message instead."
AS_SENT = "ION staff must keep this message as it was sent for now, so it cannot be changed."


def own(who: Viewer, message_id: int) -> tuple[Conversation, Message]:
    """The writer's own message that is still there, its conversation locked; raises NotThere."""
    conversation, message = written(message_id)
    if message.user_id != who.id or is_gone(message):
        raise NotThere
    return conversation, message


def is_gone(message: Message) -> bool:
    return message.withdrawn_at is not None or message.hidden_at is not None


def change(who: Viewer, message_id: int, markdown: str) -> Message:
    """Write one's message anew within 15 minutes; everyone sees that it was changed.

    Raises NotThere, and Refused: TooLate, TooLong, Empty, MustBeKept.
    """
    conversation, message = own(who, message_id)
    if message.number is None:
        raise TooLate(WAITS)
    at = clock.now()
    if not policies.may_change(created_at=message.created_at, is_gone=False, is_held=False, at=at):
        raise TooLate(TOO_LATE)
    check_length(markdown, is_request=conversation.is_request)
    if markdown.strip("\n") == message.markdown:
        return message
    if is_covered(message):
        raise MustBeKept(AS_SENT)
    put_text(message, markdown)
    if why_held(who, message):
        raise Refused(WOULD_WAIT)
    if not (shows_something(message.words) or files_of([message.id])):
        raise Empty("Nothing would be seen of this message. You may withdraw it instead.")
    message.edited_at = at
    mark_changed(message, conversation)
    return message


def withdraw(who: Viewer, message_id: int) -> Message:
    """Take one's message back: its words and files are gone, and a line says so. Its request, if it was one, ends.

    Raises NotThere, and MustBeKept while a hold of ION staff covers it.
    """
    conversation, message = own(who, message_id)
    if is_covered(message):
        raise MustBeKept(holds.WORDS)
    message.withdrawn_at = clock.now()
    message.held = ""
    empty(message)
    count(message, -1)
    if conversation.is_request and message.number is not None:
        end_request(conversation, message)
    mark_changed(message, conversation)
    return message


def hide(message_id: int) -> None:
    """ION staff take a message away from everybody; what is gone already stays so. Raises NotThere.

    Nobody sees its words or files any more. They stay in the database, so that a second look can bring them back.
    """
    conversation, message = written(message_id)
    if is_gone(message):
        return
    message.hidden_at = clock.now()
    message.held = ""
    count(message, -1)
    mark_changed(message, conversation)


def release(message_id: int) -> None:
    """ION staff found it in order: one that was held is sent now, one that was hidden is seen again.

    Anything else stays as it is. Raises NotThere.
    """
    conversation, message = written(message_id)
    if message.withdrawn_at is not None or not (message.held or message.hidden_at):
        return
    message.held, message.hidden_at = "", None
    if message.number is None:
        message.created_at = max(clock.now(), conversation.last_at)
        show(message, conversation)
    else:
        count(message, 1)
        mark_changed(message, conversation)


def is_covered(message: Message) -> bool:
    """Whether a hold of ION staff covers a message of somebody who is here."""
    writer = db.session.get_one(User, message.user_id)
    return holds.covers(person_ids={writer.person_id}, at=message.created_at)


def empty(message: Message) -> None:
    message.markdown = message.html = message.words = message.same_hash = ""
    message.cards = []
    forget_of(KIND, message.id)


def mark_changed(message: Message, conversation: Conversation) -> None:
    """Let every page that shows the conversation show the message anew."""
    conversation.version += 1
    message.version = conversation.version
    db.session.flush()


def count(message: Message, step: int) -> None:
    """The message is one more (1) or one less (-1) to read for those who have not read it."""
    if message.number is None:
        return
    place = ConversationMember
    waiting = update(place).where(
        place.conversation_id == message.conversation_id,
        place.user_id != message.user_id,
        place.left_at.is_(None),
        place.read_number < message.number,
        place.from_number <= message.number,
        place.unread + step >= 0,
    )
    db.session.execute(
        waiting.values(unread=place.unread + step).execution_options(synchronize_session=False)
    )


def end_request(conversation: Conversation, message: Message) -> None:
    """Nothing is asked any more: the request goes from the list of whom it was for, as if it had been declined."""
    at = conversation.declined_at = conversation.declined_at or clock.now()
    theirs = update(ConversationMember).where(
        ConversationMember.conversation_id == conversation.id, ConversationMember.user_id != message.user_id
    )
    db.session.execute(theirs.values(archived_at=at, unread=0).execution_options(synchronize_session=False))

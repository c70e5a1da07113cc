"""Sending a message: once, in order, and held where ION staff look first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, case, func, select, update

from ion.base.extensions import db
from ion.commons.files.services import Taken, keep
from ion.core import civil, clock, signals, site_settings, throttle
from ion.core.access import Viewer
from ion.core.text import TextTooLong
from ion.messaging.policies import (
    FLOOD,
    KIND,
    LONGEST,
    LONGEST_REQUEST,
    MOST_FILES,
    SHORT,
)
from ion.messaging.rendering import message_html, plain_words, same_hash, shows_something
from ion.messaging.services.cards import cards_in
from ion.messaging.services.refusals import Empty, TooFast, TooLong, TooMany
from ion.messaging.services.standing import check_may_write, entered
from ion.models import Conversation, ConversationMember, Message


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be sent, and how it came: "web" or "mail"."""

    markdown: str
    client_id: str
    files: Sequence[Taken]
    via: str


A_DAY = timedelta(days=1)
LONGEST_CLIENT_ID = 64
WEB = "web"
SAME_WORDS = "The same text went to many people today. ION staff look at it first."


def send(
    who: Viewer,
    conversation_id: int,
    *,
    markdown: str,
    client_id: str,
    files: Sequence[Taken] = (),
    via: str = WEB,
) -> Message:
    """Write in a conversation; the same `client_id` again is the same message. To answer a request is to accept it.

    Held where words, links or the same text to many call for it: then only the sender sees it, `held` says why.
    Raises NotThere, and Refused: Closed, NotYet, TooFast, TooLong, TooMany, Empty.
    """
    conversation, mine = entered(who.id, conversation_id)
    return write(who, conversation, mine, Draft(markdown, client_id, files, via))


def write(who: Viewer, conversation: Conversation, mine: ConversationMember, draft: Draft) -> Message:
    """`send` into a conversation whose row is locked."""
    if before := same(conversation.id, who.id, draft.client_id):
        return before
    check_may_write(who, conversation, mine)
    return add(who, conversation, mine, draft)


def same(conversation_id: int, user_id: int, client_id: str) -> Message | None:
    """The message that was sent with this id before."""
    return db.session.scalar(
        select(Message).where(
            Message.conversation_id == conversation_id,
            Message.user_id == user_id,
            Message.client_id == client_id[:LONGEST_CLIENT_ID],
        )
    )


def add(who: Viewer, conversation: Conversation, mine: ConversationMember, draft: Draft) -> Message:
    """Put a message into a conversation whose row is locked and in which the user may write."""
    check_size(draft, is_request=conversation.is_request)
    check_speed(who)
    message = Message(
        conversation_id=conversation.id,
        user_id=who.id,
        client_id=draft.client_id[:LONGEST_CLIENT_ID],
        created_at=max(clock.now(), conversation.last_at),
        via=draft.via,
    )
    db.session.add(message)
    db.session.flush()
    put_text(message, draft.markdown)
    if not (shows_something(message.words) or draft.files):
        raise Empty("Write something first: nothing would be seen of this message.")
    for taken in draft.files:
        keep(KIND, message.id, taken, user_id=who.id)
    if draft.via == WEB:
        mine.draft, mine.draft_at = "", None
    message.held = why_held(who, message)
    if message.held:
        hold(message, conversation)
    else:
        show(message, conversation)
    return message


def check_size(draft: Draft, *, is_request: bool) -> None:
    check_length(draft.markdown, is_request=is_request)
    if is_request and draft.files:
        raise TooMany("A request has no files. You can send them once it is accepted.")
    if len(draft.files) > MOST_FILES:
        raise TooMany(f"A message has at most {MOST_FILES} files.")


def check_length(markdown: str, *, is_request: bool) -> None:
    """Raise TooLong where the text is longer than a message, or a request, may be."""
    noun, most = ("request", LONGEST_REQUEST) if is_request else ("message", LONGEST)
    if len(markdown) > most:
        raise TooLong(f"This is {len(markdown):,} characters; a {noun} has at most {most:,}.")


def check_speed(who: Viewer) -> None:
    """Raise TooFast; what is refused is not counted. The counter's row also keeps a sender's messages in a row."""
    if seconds := throttle.count(FLOOD, str(who.id)):
        minutes = -(-seconds // 60)
        again = "in a minute" if minutes == 1 else f"in {minutes} minutes"
        raise TooFast(f"You sent {FLOOD.most} messages within ten minutes. Send this one {again}.")


def put_text(message: Message, markdown: str) -> None:
    """Make this the text of the message; raises TooLong."""
    message.markdown = markdown.replace("\x00", "").strip("\n")
    try:
        message.html = message_html(message.markdown, message.id)
    except TextTooLong as error:
        raise TooLong(f"This has too many marks of formatting for one message ({error}).") from error
    words = plain_words(message.html)
    message.words = words.lower()
    message.same_hash = same_hash(words)
    message.cards = cards_in(message.html)


def why_held(who: Viewer, message: Message) -> str:
    """Why a message waits for ION staff; empty where it does not. Those of ION staff never do."""
    if who.is_staff:
        return ""
    if why := civil.held(message.markdown):
        return why
    letters = sum(letter.isalnum() for letter in message.words)
    if letters < SHORT and "<a " not in message.html and "://" not in message.words:
        return ""
    most = site_settings.value(site_settings.SAME_TO_MANY)
    return SAME_WORDS if letters and conversations_told(who.id, message) >= most else ""


def conversations_told(user_id: int, message: Message) -> int:
    """How many other conversations got the same text from this user within a day."""
    told = select(func.count(Message.conversation_id.distinct())).where(
        Message.user_id == user_id,
        Message.same_hash == message.same_hash,
        Message.created_at > message.created_at - A_DAY,
        Message.conversation_id != message.conversation_id,
    )
    return db.session.scalar(told) or 0


def hold(message: Message, conversation: Conversation) -> None:
    """Let it wait: only its sender sees it, and ION staff in the report that this makes."""
    conversation.version += 1
    message.version = conversation.version
    db.session.flush()
    signals.text_held.send(message, kind=KIND, id=message.id, why=message.held, about_id=message.user_id)


def show(message: Message, conversation: Conversation) -> None:
    """Give the message its number, so that the others see it, and tell everyone who hears of it."""
    is_first = conversation.last_number == 0
    conversation.last_number += 1
    conversation.version += 1
    conversation.last_at = message.created_at
    message.number, message.version = conversation.last_number, conversation.version
    db.session.flush()
    tell_places(message)
    signals.message_sent.send(message)
    if is_first and conversation.is_request:
        signals.contact_asked.send(conversation)


def tell_places(message: Message) -> None:
    """One more that is unread for all others who are in it; a writer who had read all before has read this, too.

    An archived conversation comes back to the inbox.
    """
    place = ConversationMember
    is_writer = place.user_id == message.user_id
    everyone = update(place).where(place.conversation_id == message.conversation_id, place.left_at.is_(None))
    db.session.execute(
        everyone.values(
            unread=case((is_writer, place.unread), else_=place.unread + 1),
            read_number=case((and_(is_writer, place.unread == 0), message.number), else_=place.read_number),
            archived_at=None,
        ).execution_options(synchronize_session=False)
    )

"""How one keeps one's own conversations: what is read, archived, muted, and typed but not sent."""

from sqlalchemy import func, or_, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.access import Viewer
from ion.messaging.policies import is_open
from ion.messaging.services.refusals import NotThere
from ion.models import Conversation, ConversationMember, Message

LONGEST_DRAFT = 20_000
"""Characters that are kept of a draft: more than may be sent, so that nothing typed is lost before it is cut."""


def own_place(user_id: int, conversation_id: int) -> tuple[ConversationMember, int]:
    """The user's place, its row held, and the number of the newest message they see; raises NotThere."""
    place = db.session.get(
        ConversationMember, (conversation_id, user_id), with_for_update=True, populate_existing=True
    )
    if place is None:
        raise NotThere
    newest, beginner = db.session.execute(
        select(Conversation.last_number, Conversation.created_by_id).where(Conversation.id == conversation_id)
    ).one()
    if not is_open(last_number=newest, created_by_id=beginner, user_id=user_id):
        raise NotThere
    return place, newest if place.until_number is None else place.until_number


def set_read(place: ConversationMember, number: int) -> None:
    """All up to the number is read, and nothing that counts is beyond it."""
    place.read_number = max(place.read_number, number)
    place.unread = 0
    place.read_at = clock.now()


def read(user_id: int, conversation_id: int, number: int) -> None:
    """The user has seen the messages up to this number; what was read stays read. Raises NotThere."""
    place, newest = own_place(user_id, conversation_id)
    number = min(number, newest)
    if number <= place.read_number and not (number == newest and place.unread):
        return
    set_read(place, number)
    if number < newest:
        place.unread = beyond(place, number)
    db.session.flush()


def beyond(place: ConversationMember, number: int) -> int:
    """How many messages of others stand after the number; only those beyond it are looked at."""
    of_others = select(func.count()).where(
        Message.conversation_id == place.conversation_id,
        Message.number > number,
        Message.number >= place.from_number,
        or_(Message.user_id.is_(None), Message.user_id != place.user_id),
        Message.withdrawn_at.is_(None),
        Message.hidden_at.is_(None),
    )
    return db.session.scalar(of_others) or 0


def read_all(user_id: int) -> None:
    """All that the user was written is read. The rows are held in one order, as every writer holds them."""
    rows = db.session.execute(
        select(ConversationMember, Conversation.last_number)
        .join(Conversation, Conversation.id == ConversationMember.conversation_id)
        .where(ConversationMember.user_id == user_id, ConversationMember.unread > 0)
        .order_by(ConversationMember.conversation_id)
        .with_for_update(of=ConversationMember)
        .execution_options(populate_existing=True)
    ).all()
    for place, newest in rows:
        set_read(place, newest if place.until_number is None else place.until_number)
    db.session.flush()


def archive(who: Viewer, conversation_id: int) -> None:
    """Put the conversation away, read; the next message in it brings it back. Raises NotThere."""
    place, newest = own_place(who.id, conversation_id)
    place.archived_at = place.archived_at or clock.now()
    set_read(place, newest)
    db.session.flush()


def unarchive(who: Viewer, conversation_id: int) -> None:
    """Bring the conversation back to the inbox. Raises NotThere."""
    own_place(who.id, conversation_id)[0].archived_at = None
    db.session.flush()


def mute(who: Viewer, conversation_id: int) -> None:
    """No mail and no badge for this conversation from now on. Raises NotThere."""
    place, _ = own_place(who.id, conversation_id)
    place.muted_at = place.muted_at or clock.now()
    db.session.flush()


def unmute(who: Viewer, conversation_id: int) -> None:
    """Mail and badge again. Raises NotThere."""
    own_place(who.id, conversation_id)[0].muted_at = None
    db.session.flush()


def save_draft(user_id: int, conversation_id: int, text: str) -> None:
    """Keep what the user typed and did not send; nothing forgets it. Raises NotThere."""
    place, _ = own_place(user_id, conversation_id)
    kept = text.replace("\x00", "")[:LONGEST_DRAFT]
    place.draft, place.draft_at = kept, clock.now() if kept.strip() else None
    db.session.flush()

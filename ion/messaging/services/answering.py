"""Answering a request: accept it, or decline it without a word to who asked."""

from ion.base.extensions import db
from ion.core import clock
from ion.core.access import Viewer
from ion.messaging.queries.contact import Way, contacts
from ion.messaging.services.keeping import set_read
from ion.messaging.services.refusals import Closed, NotThere, Refused
from ion.messaging.services.standing import answer, entered, others_in
from ion.models import Conversation, ConversationMember


def accept(who: Viewer, conversation_id: int) -> None:
    """Let the two write to each other; again changes nothing, and a request that was declined may be accepted yet.

    Raises NotThere where there is no request to this user, Closed where the two may not write to each other.
    """
    conversation, mine = asked_of(who, conversation_id)
    if not conversation.is_request:
        return
    ways = contacts(who.id, others_in(conversation, who.id))
    if closed := [contact.why for contact in ways.values() if contact.way is Way.CLOSED]:
        raise Closed(closed[0])
    mine.archived_at = None
    answer(conversation)


def decline(who: Viewer, conversation_id: int) -> None:
    """Put the request away; who asked is not told, and cannot ask again. Again changes nothing.

    Raises NotThere where there is no request to this user, Refused where it was accepted.
    """
    conversation, mine = asked_of(who, conversation_id)
    if not conversation.is_request:
        raise Refused("This request was accepted. You may archive the conversation, or block the person.")
    if conversation.declined_at is None:
        conversation.declined_at = mine.archived_at = clock.now()
        set_read(mine, conversation.last_number)
        db.session.flush()


def asked_of(who: Viewer, conversation_id: int) -> tuple[Conversation, ConversationMember]:
    conversation, mine = entered(who.id, conversation_id)
    if conversation.asked_by_id in (None, who.id):
        raise NotThere
    return conversation, mine

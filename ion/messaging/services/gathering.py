"""Who is in a group: people come, and people leave."""

from collections.abc import Collection

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.access import Viewer
from ion.messaging.policies import MOST_PEOPLE
from ion.messaging.services.beginning import add_places, check_together, name_of
from ion.messaging.services.keeping import set_read
from ion.messaging.services.refusals import NoGroup, Refused, TooMany
from ion.messaging.services.standing import entered
from ion.models import Conversation, ConversationMember


def add_people(who: Viewer, conversation_id: int, user_ids: Collection[int]) -> None:
    """Bring people into a group whom the user may write to at once; they see what is written from now on.

    Who is in it already stays; who left it is not brought back. Raises NotThere, and Refused: NoGroup, TooMany,
    Closed.
    """
    conversation, mine = entered(who.id, conversation_id)
    if conversation.pair is not None:
        raise NoGroup(
            "This conversation is between two people. Begin a new one with everyone who should be in it."
        )
    if mine.left_at is not None:
        raise Refused("You left this conversation.")
    places = everyone_ever(conversation)
    new = [id for id in dict.fromkeys(user_ids) if id not in places or places[id].left_at is not None]
    for id in new:
        if id in places:
            raise Refused(f"{name_of(id)} left this conversation.")
    present = [id for id, place in places.items() if place.left_at is None]
    if len(present) + len(new) > MOST_PEOPLE:
        raise TooMany(f"A conversation has at most {MOST_PEOPLE} people.")
    check_together(who, new, [*present, *new])
    if new:
        add_places(conversation, new)
        conversation.version += 1
        db.session.flush()


def everyone_ever(conversation: Conversation) -> dict[int, ConversationMember]:
    rows = select(ConversationMember).where(ConversationMember.conversation_id == conversation.id)
    places = db.session.scalars(rows.execution_options(populate_existing=True))
    return {place.user_id: place for place in places}


def leave(who: Viewer, conversation_id: int) -> None:
    """Leave a group: what was written until now stays to be read, what comes is not seen. Again changes nothing.

    Raises NotThere, and NoGroup in a conversation of two.
    """
    conversation, mine = entered(who.id, conversation_id)
    if conversation.pair is not None:
        raise NoGroup(
            "This conversation is between two people. You may archive it, mute it, or block the other one."
        )
    if mine.left_at is not None:
        return
    mine.left_at, mine.until_number = clock.now(), conversation.last_number
    mine.draft, mine.draft_at = "", None
    set_read(mine, conversation.last_number)
    conversation.version += 1
    db.session.flush()

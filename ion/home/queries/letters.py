"""Messages that wait for a member, as the front page says it."""

from dataclasses import dataclass

from sqlalchemy import and_, case, func, not_, select

from ion.core import reading
from ion.messaging.queries.contact import IS_OPEN, SELF
from ion.messaging.queries.inbox import FOLDERS, Folder, mine
from ion.models import Conversation

ASKS = FOLDERS[Folder.REQUESTS]
IS_NEW = and_(FOLDERS[Folder.UNREAD], not_(ASKS), mine.muted_at.is_(None))


@dataclass(frozen=True, slots=True)
class Letters:
    """How many conversations have something new in them, and how many people ask to write; muted ones rest."""

    new: int
    requests: int


LETTERS = (
    select(
        func.sum(case((IS_NEW, 1), else_=0)).label("new"),
        func.sum(case((ASKS, 1), else_=0)).label("requests"),
    )
    .select_from(Conversation)
    .join(mine, mine.conversation_id == Conversation.id)
    .where(mine.user_id == SELF, IS_OPEN)
)


def letters(user_id: int) -> Letters:
    """What waits for a user in their messages."""
    row = reading.rows(LETTERS, user_id=user_id).one()
    return Letters(int(row.new or 0), int(row.requests or 0))

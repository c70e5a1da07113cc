"""Files of messages: whoever sees the message may fetch them, nobody else, ION staff neither."""

from collections.abc import Collection

from sqlalchemy import Integer, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.messaging.policies import KIND
from ion.models import ConversationMember, Message

mine = aliased(ConversationMember)
FETCHABLE = (
    select(Message.id)
    .join(
        mine,
        and_(
            mine.conversation_id == Message.conversation_id,
            mine.user_id == bindparam("user_id", type_=Integer),
        ),
    )
    .where(
        Message.id == bindparam("id", type_=Integer),
        Message.withdrawn_at.is_(None),
        Message.hidden_at.is_(None),
        or_(
            and_(
                Message.number >= mine.from_number,
                or_(mine.until_number.is_(None), Message.number <= mine.until_number),
            ),
            and_(Message.number.is_(None), Message.user_id == mine.user_id),
        ),
    )
)
EXISTING = select(Message.id).where(Message.id.in_(bindparam("ids", expanding=True)))


class MessageFiles:
    """The files that hang on messages."""

    kind = KIND

    def may_see(self, id: int, user_id: int | None, scopes: frozenset[str]) -> bool:
        if user_id is None:
            return False
        return reading.rows(FETCHABLE, id=id, user_id=user_id).scalar() is not None

    def existing(self, ids: Collection[int]) -> Collection[int]:
        return set(reading.rows(EXISTING, ids=list(ids)).scalars()) if ids else set()

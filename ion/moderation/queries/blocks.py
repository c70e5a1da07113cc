"""Whom somebody blocked, and whom they may block."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.core.people import page_seen, user_of
from ion.models import Block, ConversationMember, Person, User

ME = bindparam("me", type_=Integer)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Somebody whom the reader blocked, since when."""

    person_id: int
    name: str
    at: datetime


BLOCKED = (
    select(Person.id, Person.name, Block.at)
    .join(User, User.id == Block.blocked_id)
    .join(Person, Person.id == User.person_id)
    .where(Block.user_id == ME)
    .order_by(Block.at.desc(), Person.id)
    .limit(500)
)


def blocked(user_id: int) -> list[Blocked]:
    """The people whom the user blocked, the latest first."""
    return [Blocked(*row) for row in reading.rows(BLOCKED, me=user_id)]


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who signs in: the user and the name of the person."""

    user_id: int
    name: str
    is_blocked: bool


mine, theirs = aliased(ConversationMember), aliased(ConversationMember)
TALKED = exists().where(
    mine.conversation_id == theirs.conversation_id, mine.user_id == ME, theirs.user_id == User.id
)
"""SQL beside User: they stand in a conversation with the reader, whoever may see their page."""
OTHER = (
    select(
        User.id,
        Person.name,
        exists().where(Block.user_id == ME, Block.blocked_id == User.id).label("is_blocked"),
    )
    .join(Person, Person.id == User.person_id)
    .where(Person.id == bindparam("person", type_=Integer), User.id != ME)
    .where(or_(page_seen(Person), TALKED))
)


def blockable(user_id: int, person_id: int, scopes: frozenset[str]) -> Other | None:
    """Somebody else whose page the user sees, or who stands in a conversation with them; else None."""
    row = reading.rows(OTHER, me=user_id, person=person_id, scopes=sorted(scopes)).one_or_none()
    return Other(row.id, row.name, bool(row.is_blocked)) if row else None


def user_id_of(person_id: int) -> int | None:
    """The user of a person, whoever may see the page."""
    return user_of(person_id)

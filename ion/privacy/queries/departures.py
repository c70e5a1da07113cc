"""Who leaves, and what a hold keeps of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select

from ion.base.extensions import db
from ion.core import clock, holds
from ion.models import (
    Comment,
    Departure,
    ItemAuthor,
    ItemTerm,
    Person,
    Question,
    RecordHold,
    User,
)

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who asked to leave, as editors see it."""

    person_id: int
    name: str
    due_at: datetime


def departure(user_id: int) -> Departure | None:
    """The user's wish to leave, while it waits."""
    return db.session.get(Departure, user_id)


def due() -> Sequence[int]:
    """The ids of the users whose time has come, the longest waiting first."""
    return db.session.scalars(
        select(Departure.user_id).where(Departure.due_at <= clock.now()).order_by(Departure.due_at)
    ).all()


def leaving() -> list[Leaving]:
    """Those who asked to leave, the next one first."""
    rows = db.session.execute(
        select(Person.id, Person.name, Departure.due_at)
        .join(User, User.person_id == Person.id)
        .join(Departure, Departure.user_id == User.id)
        .order_by(Departure.due_at, Person.id)
        .limit(SHOWN)
    )
    return [Leaving(row.id, row.name, row.due_at) for row in rows]


def is_kept(user: User) -> bool:
    """Whether a standing hold covers anything that may be this user's: then nothing of them is deleted."""
    return any(covers(hold, user) for hold in holds.standing())


def covers(hold: RecordHold, user: User) -> bool:
    """Whether the hold may cover something of the user: made since they joined, by them, about its topic."""
    if hold.person_id not in (None, user.person_id):
        return False
    if hold.until is not None and hold.until <= user.created_at:
        return False
    if hold.since is not None and hold.since > clock.now():
        return False
    return hold.topic is None or wrote_about(hold.topic, user)


def wrote_about(topic: str, user: User) -> bool:
    """Whether the user signed, commented or asked anything on an item of the topic."""
    on: Any = (
        exists().where(ItemAuthor.item_id == ItemTerm.item_id, ItemAuthor.person_id == user.person_id),
        exists().where(Comment.item_id == ItemTerm.item_id, Comment.person_id == user.person_id),
        exists().where(Question.item_id == ItemTerm.item_id, Question.user_id == user.id),
    )
    found = select(ItemTerm.item_id).where(ItemTerm.facet == "topic", ItemTerm.key == topic, or_(*on))
    return db.session.scalar(found.limit(1)) is not None

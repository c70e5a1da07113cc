"""Conversations that are there, and messages in them, as the services make them."""

from itertools import count
from typing import Any

from sqlalchemy import String, cast, insert, literal, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.access import Viewer
from ion.core.unit_of_work import unit_of_work
from ion.messaging import services
from ion.messaging.policies import pair
from ion.models import Conversation, ConversationMember, GroupMember, GroupStanding, Message, User

_numbers = count(1)


def viewer_of(user: User) -> Viewer:
    """The user as a viewer, with the grants and groups of now."""
    db.session.rollback()
    fresh = db.session.get_one(User, user.id)
    rows = select(GroupMember.group_id).where(GroupMember.user_id == fresh.id)
    viewer = Viewer(
        fresh.id,
        fresh.person_id,
        fresh.person.name,
        frozenset(grant.grant for grant in fresh.grants),
        groups=frozenset(db.session.scalars(rows.where(GroupMember.standing != GroupStanding.ASKED))),
    )
    db.session.rollback()
    return viewer


def ConversationFactory(*users: User, title: str = "", is_group: bool = False, **fields: Any) -> int:
    """A conversation of these users in which all may write, with nothing in it yet but for `fields`; its id.

    Nobody began it, so that it is there for all of them.
    """
    at = clock.now()
    usual: dict[str, Any] = {
        "pair": None if is_group or len(users) != 2 else pair(users[0].id, users[1].id),
        "title": title,
        "created_at": at,
        "answered_at": at,
        "last_at": at,
    }
    with unit_of_work() as session:
        made = Conversation(**usual | fields)
        session.add(made)
        session.flush()
        session.add_all(
            ConversationMember(conversation_id=made.id, user_id=user.id, joined_at=at) for user in users
        )
        session.flush()
        return made.id


def RequestFactory(asker: User, asked: User, words: str = "May I ask you something?") -> int:
    """A request that waits for its answer; the id of its conversation."""
    viewer = viewer_of(asker)
    with unit_of_work():
        return services.begin(
            viewer, [asked.id], markdown=words, client_id=f"request-{next(_numbers)}"
        ).conversation_id


def MessageFactory(conversation_id: int, user: User, words: str = "Words.", **more: Any) -> int:
    """A message sent in a conversation; its id."""
    viewer = viewer_of(user)
    with unit_of_work():
        return services.send(
            viewer, conversation_id, **{"markdown": words, "client_id": f"client-{next(_numbers)}"} | more
        ).id


def many_messages(conversation_id: int, user: User, number: int) -> None:
    """So many messages of one user at the same moment, put into the table at once; nobody else is told."""
    at = clock.now()
    first = select(literal(1).label("number")).cte("numbers", recursive=True)
    numbers = first.union_all(select(first.c.number + 1).where(first.c.number < number))
    named = cast(numbers.c.number, String)
    row = {
        "conversation_id": literal(conversation_id),
        "number": numbers.c.number,
        "version": numbers.c.number,
        "user_id": literal(user.id),
        "client_id": "many-" + named,
        "markdown": "Message " + named,
        "html": "<p>Message " + named + "</p>",
        "words": "message " + named,
        "same_hash": literal(""),
        "cards": literal([], Message.cards.type),
        "created_at": literal(at, Message.created_at.type),
        "held": literal(""),
        "via": literal("web"),
    }
    with unit_of_work() as session:
        session.execute(insert(Message).from_select(list(row), select(*row.values())))
        conversation = session.get_one(Conversation, conversation_id)
        conversation.last_number = conversation.version = number
        session.flush()

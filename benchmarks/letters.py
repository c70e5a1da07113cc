"""Generated conversations of the member who measures: many short ones, and one that is very long."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from ion.messaging.policies import pair
from ion.models import Conversation, ConversationMember, Message

CONVERSATIONS = 300
LONG, PER_CONVERSATION = 20_000, 10
WORDS = "We moved the second meeting to the plant, and the minutes went out the same evening. Number {}."
UNREAD_EVERY = 15


def write(session: Any, now: datetime) -> None:
    """Conversations of user 1 with the users after; the first one has LONG messages, and is the newest."""
    partners = range(3, 3 + CONVERSATIONS)
    session.execute(
        insert(Conversation), [conversation(at, other, now) for at, other in enumerate(partners, 1)]
    )
    members = [each for at, other in enumerate(partners, 1) for each in members_of(at, other, now)]
    session.execute(insert(ConversationMember), members)
    for at, other in enumerate(partners, 1):
        session.execute(insert(Message), [*messages(at, other, now)])


def length(id: int) -> int:
    return LONG if id == 1 else PER_CONVERSATION


def conversation(id: int, other: int, now: datetime) -> dict[str, Any]:
    begun = now - timedelta(days=300)
    return {
        "id": id,
        "pair": pair(1, other),
        "title": "",
        "created_by_id": 1,
        "created_at": begun,
        "answered_at": begun,
        "last_number": length(id),
        "last_at": now - timedelta(minutes=id),
        "version": length(id),
    }


def members_of(id: int, other: int, now: datetime) -> Iterator[dict[str, Any]]:
    for user in (1, other):
        unread = 1 if user == 1 and id % UNREAD_EVERY == 0 else 0
        yield {
            "conversation_id": id,
            "user_id": user,
            "joined_at": now,
            "from_number": 1,
            "read_number": length(id) - unread,
            "unread": unread,
            "mailed_number": length(id),
            "draft": "",
        }


def messages(id: int, other: int, now: datetime) -> Iterator[dict[str, Any]]:
    begun, number = now - timedelta(days=200), length(id)
    for at in range(1, number + 1):
        words = WORDS.format(at)
        yield {
            "conversation_id": id,
            "number": at,
            "version": at,
            "user_id": (1, other)[at % 2],
            "client_id": f"bench-{at}",
            "markdown": words,
            "html": f"<p>{words}</p>",
            "words": words.lower(),
            "same_hash": "",
            "cards": [],
            "created_at": begun + (now - begun) * at / (number + 1),
            "held": "",
            "via": "web",
        }

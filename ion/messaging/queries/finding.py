"""Search of one's own: messages that the user may see and that have every word. They are in no index of the site."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, select

from ion.core import reading
from ion.core.text import squeeze
from ion.messaging.queries.contact import IS_OPEN
from ion.messaging.queries.inbox import LAST_SEEN, NAMES, mine, names_of, writer
from ion.messaging.rendering import FORMER, plain_words
from ion.models import Conversation, Message, Person

MOST_WORDS = 8
BEFORE, AFTER = 60, 120
"""Characters around the first word that was found."""
SELF = bindparam("user_id", type_=Integer)
FINDABLE = (
    select(
        Message.id,
        Message.conversation_id,
        Message.number,
        Message.html,
        Message.user_id,
        Message.created_at,
        Person.name,
        Conversation.title,
        NAMES.label("names"),
    )
    .join(Conversation, Conversation.id == Message.conversation_id)
    .join(mine, and_(mine.conversation_id == Conversation.id, mine.user_id == SELF))
    .join(writer, writer.id == Message.user_id, isouter=True)
    .join(Person, Person.id == writer.person_id, isouter=True)
    .where(
        Message.number.between(mine.from_number, LAST_SEEN),
        Message.withdrawn_at.is_(None),
        Message.hidden_at.is_(None),
        IS_OPEN,
    )
    .order_by(Message.created_at.desc(), Message.id.desc())
)


@dataclass(frozen=True, slots=True)
class Found:
    """A message with the words that were looked for.

    `before`, `hit` and `after` are the words around the first of them; `path` leads to it in its conversation.
    """

    id: int
    conversation_id: int
    number: int
    heading: str
    name: str
    is_mine: bool
    before: str
    hit: str
    after: str
    created_at: datetime
    path: str


def found(user_id: int, q: str, *, offset: int = 0, limit: int = 20) -> list[Found]:
    """Messages that the user may see and that have every word of `q`, the newest first; none for no words.

    One question; the words are looked for in the user's own conversations alone.
    """
    words = q.lower().split()[:MOST_WORDS]
    if not words:
        return []
    having = and_(*(Message.words.contains(word, autoescape=True) for word in words))
    rows = reading.rows(FINDABLE.where(having).limit(limit).offset(offset), user_id=user_id)
    return [found_row(row, words, user_id) for row in rows]


def found_row(row: Row[Any], words: list[str], user_id: int) -> Found:
    before, hit, after = around(plain_words(row.html), words)
    return Found(
        id=row.id,
        conversation_id=row.conversation_id,
        number=row.number,
        heading=row.title or ", ".join(names_of(row.names)),
        name="You" if row.user_id == user_id else row.name or FORMER,
        is_mine=row.user_id == user_id,
        before=before,
        hit=hit,
        after=after,
        created_at=row.created_at,
        path=f"/messages/{row.conversation_id}?around={row.number}#m{row.number}",
    )


def around(text: str, words: list[str]) -> tuple[str, str, str]:
    """The words before the first hit, the hit, and those after it; an ellipsis stands where something is cut."""
    hit = re.search("|".join(map(re.escape, sorted(words, key=len, reverse=True))), text, re.IGNORECASE)
    if hit is None:
        return "", "", squeeze(text, BEFORE + AFTER)
    start, end = hit.span()
    before = text[:start]
    if len(before) > BEFORE:
        before = "…" + before[-BEFORE:].partition(" ")[2]
    after = text[end:]
    if len(after) > AFTER:
        after = after[:AFTER].rpartition(" ")[0] + "…"
    return before, text[start:end], after

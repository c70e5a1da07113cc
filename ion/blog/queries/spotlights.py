"""Spotlights: whom and what they are about, and whom or what an editor means by what was typed."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam, func, select

from ion.base.extensions import db
from ion.base.vocabulary import Term
from ion.base.vocabulary.evidence import TIERS
from ion.core import items, reading, tallies
from ion.core.people import PersonCard, cards
from ion.core.ports.subjects import Subject
from ion.core.text import squeeze
from ion.models import Item, ItemState, Person, Practice, Spotlight

SPOTLIGHT = "spotlight"
PRACTICE = "practice"
PRACTICES = "/practices/"
KINDS = ("post", "practice", "person", "organization")
"""What the box of a spotlight depends on."""
NUMBERED = re.compile(r"#\s*(\d{1,9})\s*$")
ADDRESS = re.compile(r"/practices/([^\s/?#]+)")


class Unclear(Exception):
    """What was typed means nobody and nothing, or several; the text says so to who typed it."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom and what a spotlight tells about, as far as the reader may see them."""

    person: PersonCard | None
    practice: Subject | None
    is_attempt: bool
    evidence: Term | None


ABOUT = (
    select(Spotlight.person_id, Spotlight.practice_id, Practice.form, Practice.tier)
    .join(Practice, Practice.item_id == Spotlight.practice_id, isouter=True)
    .where(Spotlight.item_id == bindparam("id", type_=Integer))
)


def told_by(id: int, form: str, scopes: frozenset[str]) -> Subjects | None:
    """What the spotlight of that id is about; None for other posts, and where the reader may see none of it."""
    if form != SPOTLIGHT:
        return None

    def read() -> Subjects | None:
        row = reading.rows(ABOUT, id=id).one_or_none()
        return told(row, scopes) if row else None

    return tallies.recall(KINDS, ("spotlight", id, scopes), read)


def told(row: Any, scopes: frozenset[str]) -> Subjects | None:
    person = cards([row.person_id], scopes).get(row.person_id) if row.person_id else None
    practice = items.subjects([row.practice_id], scopes).get(row.practice_id) if row.practice_id else None
    if person is None and practice is None:
        return None
    return Subjects(person, practice, row.form == "attempt", TIERS.get(row.tier) if practice else None)


def person_meant(typed: str) -> int | None:
    """The id of the person in "Name #12", or of the one person who has the name; None for nothing typed.

    Raises Unclear.
    """
    words = " ".join(typed.split())
    if not words:
        return None
    if found := NUMBERED.search(words):
        if db.session.get(Person, int(found[1])) is None:
            raise Unclear(f"Nobody here has the number in “{squeeze(words, 60)}”.")
        return int(found[1])
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(func.lower(Person.name) == words.lower())
        .order_by(Person.id)
        .limit(5)
    ).all()
    if not rows:
        raise Unclear(f"Nobody here is called {squeeze(words, 60)}. Write the name as it stands on the page.")
    if len(rows) > 1:
        names = ", ".join(f"{row.name} #{row.id}" for row in rows)
        raise Unclear(f"More than one person is called {words}. Write which one: {names}.")
    return int(rows[0].id)


def practice_meant(typed: str) -> int | None:
    """The id of the published practice at an address or of a title; None for nothing typed. Raises Unclear."""
    words = " ".join(typed.split())
    if not words:
        return None
    at = ADDRESS.search(words)
    match = Item.slug == at[1] if at else func.lower(Item.title) == words.lower()
    ids = db.session.scalars(
        select(Item.id).where(Item.kind == PRACTICE, Item.state == ItemState.PUBLISHED, match).limit(2)
    ).all()
    if not ids:
        where = "at this address" if at else f"called {squeeze(words, 60)}"
        raise Unclear(f"There is no published practice {where}. Paste the address of its page.")
    if len(ids) > 1:
        raise Unclear("More than one practice has this title. Paste the address of the one you mean.")
    return ids[0]


def person_typed(id: int | None) -> str:
    """A person as `person_meant` reads it."""
    person = db.session.get(Person, id) if id else None
    return f"{person.name} #{person.id}" if person else ""


def practice_typed(id: int | None) -> str:
    """A practice as `practice_meant` reads it: its title and the path of its page."""
    item = db.session.get(Item, id) if id else None
    return f"{item.title} {PRACTICES}{item.slug}" if item and item.kind == PRACTICE else ""


def is_published_practice(id: int | None) -> bool:
    item = db.session.get(Item, id) if id else None
    return item is not None and item.kind == PRACTICE and item.state == ItemState.PUBLISHED


def is_person(id: int | None) -> bool:
    return id is not None and db.session.get(Person, id) is not None

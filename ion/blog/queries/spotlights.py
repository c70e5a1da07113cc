"""Spotlights: whom and what they are about."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam, select

from ion.base.extensions import db
from ion.base.vocabulary import Term
from ion.base.vocabulary.evidence import TIERS
from ion.core import items, reading, tallies
from ion.core.meant import item_meant, item_typed
from ion.core.people import PersonCard, cards
from ion.core.ports.subjects import Subject
from ion.models import Item, ItemState, Person, Practice, Spotlight

SPOTLIGHT = "spotlight"
PRACTICE = "practice"
KINDS = ("post", "practice", "person", "organization")
"""What the box of a spotlight depends on."""


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


def practice_meant(typed: str) -> int | None:
    """The id of the published practice that is meant; None for nothing typed. Raises Unclear."""
    return item_meant(typed, [PRACTICE])


def practice_typed(id: int | None) -> str:
    """A practice as `practice_meant` reads it."""
    item = db.session.get(Item, id) if id else None
    return item_typed(id) if item and item.kind == PRACTICE else ""


def is_published_practice(id: int | None) -> bool:
    item = db.session.get(Item, id) if id else None
    return item is not None and item.kind == PRACTICE and item.state == ItemState.PUBLISHED


def is_person(id: int | None) -> bool:
    return id is not None and db.session.get(Person, id) is not None

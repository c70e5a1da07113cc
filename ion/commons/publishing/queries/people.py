"""Finding a person to name in a byline."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from ion.base.extensions import db
from ion.core.people import is_away
from ion.models import Organization, Person

MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A person as the byline names one: `line` is what is typed into it."""

    id: int
    name: str
    place: str

    @property
    def line(self) -> str:
        return f"{self.name} #{self.id}"


def people_called(words: str) -> list[Found]:
    """The first persons, by name, whose name holds all the words; nobody for no words, and nobody suspended."""
    parts = words.lower().split()
    if not parts:
        return []
    rows = db.session.execute(
        select(Person.id, Person.name, Person.affiliation, Organization.name.label("organization"))
        .join(Organization, Organization.id == Person.organization_id, isouter=True)
        .where(~is_away(Person))
        .where(and_(*(func.lower(Person.name).contains(part, autoescape=True) for part in parts)))
        .order_by(func.lower(Person.name), Person.id)
        .limit(MOST)
    )
    return [Found(row.id, row.name, row.organization or row.affiliation) for row in rows]

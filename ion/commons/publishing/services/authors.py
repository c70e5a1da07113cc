"""Bylines as they are typed: a line for each person, "Name #12" for one who is here, a new name otherwise."""

import re
from dataclasses import dataclass

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.publishing.services.refusals import UnclearAuthor
from ion.core.people import person_slug
from ion.core.text import squeeze
from ion.models import Person

NUMBERED = re.compile(r"#\s*(\d{1,9})\s*$")
MOST = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the field: an id, or a name and where that person works."""

    text: str
    id: int | None
    name: str
    affiliation: str


def lines(typed: str) -> list[Line]:
    """The lines that say something."""
    return [line(" ".join(each.split())) for each in typed.splitlines() if each.strip()]


def line(text: str) -> Line:
    if found := NUMBERED.search(text):
        return Line(text, int(found[1]), "", "")
    name, _, affiliation = text.partition(";")
    return Line(text, None, name.strip(), affiliation.strip())


def persons_named(typed: str) -> list[int]:
    """The ids of the persons of a byline, in order, each once; who is not here yet becomes a person without a login.

    Raises UnclearAuthor where a line means nobody, or several. Inside a unit of work.
    """
    told = lines(typed)
    if len(told) > MOST:
        raise UnclearAuthor(f"At most {MOST} people fit into a byline.")
    return list(dict.fromkeys(person_named(each) for each in told))


def person_named(told: Line) -> int:
    if told.id is not None:
        if db.session.get(Person, told.id) is None:
            raise UnclearAuthor(f"Nobody here has the number in “{squeeze(told.text, 60)}”.")
        return told.id
    if not told.name or len(told.name) > 200 or len(told.affiliation) > 200:
        raise UnclearAuthor("Write one person a line: a name, and after a semicolon where they work.")
    found = db.session.scalars(
        select(Person).where(func.lower(Person.name) == told.name.lower()).order_by(Person.id).limit(5)
    ).all()
    if len(found) > 1:
        names = ", ".join(f"{person.name} #{person.id}" for person in found)
        raise UnclearAuthor(f"More than one person is called {told.name}. Write which one: {names}.")
    return found[0].id if found else new_person(told).id


def new_person(told: Line) -> Person:
    """A person who writes here without signing in."""
    person = Person(name=told.name, slug=person_slug(told.name), affiliation=told.affiliation)
    db.session.add(person)
    db.session.flush()
    return person


def byline(ids: list[int]) -> str:
    """A byline as it is typed."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    names = {id: name for id, name in rows}
    return "\n".join(f"{names[id]} #{id}" for id in ids if id in names)

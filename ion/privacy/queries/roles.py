"""What others turn to somebody for, and what is nobody's."""

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.core.meant import NUMBERED, Unclear
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.core.ports.personal import CONTACT_ROLES, ContactRole
from ion.models import Person

MOST = 50


def roles(person_id: int) -> list[ContactRole]:
    """All roles of a person, room by room."""
    return [role for room in CONTACT_ROLES for role in room.roles(person_id)]


def vacant() -> list[ContactRole]:
    """Roles that are nobody's, at most so many of each room."""
    return [role for room in CONTACT_ROLES for role in room.vacant(MOST)]


def key_of(role: ContactRole) -> str:
    """How a form names a role."""
    return f"{role.kind}:{role.id}"


def name_of(person_id: int) -> str:
    """A person's name; empty for an id that is none."""
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) or ""


def signs_in(person_id: int) -> bool:
    """Whether somebody signs in as this person, so that roles may be given to them."""
    found = select(func.count()).select_from(Person).where(Person.id == person_id, HAS_LOGIN)
    return bool(db.session.scalar(found))


def successor(typed: str, scopes: frozenset[str]) -> int | None:
    """The one person whom a member means to hand over to, by name or "Name #12": one who signs in and whose page a
    holder of `scopes` may see; None for nothing typed. Raises Unclear."""
    words = " ".join(typed.split())
    if not words:
        return None
    numbered = NUMBERED.search(words)
    named = Person.id == int(numbered[1]) if numbered else func.lower(Person.name) == words.lower()
    found = select(Person.id, Person.name).where(named, HAS_LOGIN, PERSON_SEEN).order_by(Person.id).limit(5)
    rows = db.session.execute(found, {"scopes": sorted(scopes)}).all()
    if not rows:
        raise Unclear("No member of this name is known to you here. Write it as it stands on their page.")
    if len(rows) > 1:
        names = ", ".join(f"{row.name} #{row.id}" for row in rows)
        raise Unclear(f"More than one member is called {words}. Write which one: {names}.")
    return int(rows[0].id)

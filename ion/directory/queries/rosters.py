"""People who belong together, as other pages show the first of them: those of an organization, a role, a state."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from ion.core import people, reading, tallies
from ion.core.people import PERSON_SEEN, PersonCard
from ion.directory.queries.everyone import having
from ion.models import Person

KINDS = ("person", "organization")
SHOWN = 12
"""How many people a page shows before it leads to all of them."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Which people: `name` tells one roster from another in memory, `condition` is SQL over Person."""

    name: tuple[str, ...]
    condition: ColumnElement[bool]


def of_organization(id: int) -> Roster:
    """Everyone who works there."""
    return Roster(("organization", str(id)), Person.organization_id == id)


def with_role(key: str) -> Roster:
    """Everyone who names this partner role."""
    return Roster(("role", key), Person.id.in_(having("role", [key])))


def in_state(code: str) -> Roster:
    """Everyone in a state."""
    return Roster(("state", code), Person.id.in_(having("state", [code])))


def total(roster: Roster, scopes: frozenset[str]) -> int:
    """How many of them a holder of `scopes` may see."""

    def count() -> int:
        asked = select(func.count()).select_from(Person).where(PERSON_SEEN, roster.condition)
        return int(reading.rows(asked, scopes=sorted(scopes)).scalar_one())

    return tallies.recall(KINDS, ("roster total", roster.name, scopes), count)


def cards(roster: Roster, scopes: frozenset[str]) -> list[PersonCard]:
    """The first SHOWN of them that a holder of `scopes` may see, by name."""

    def read() -> list[PersonCard]:
        asked = (
            select(Person.id)
            .where(PERSON_SEEN, roster.condition)
            .order_by(func.lower(Person.name), Person.id)
            .limit(SHOWN)
        )
        ids = [row.id for row in reading.rows(asked, scopes=sorted(scopes))]
        found = people.cards(ids, scopes)
        return [found[id] for id in ids if id in found]

    return tallies.recall(KINDS, ("roster", roster.name, scopes), read)

"""People who belong together: those of an organization, of a role, of a state or one of its local areas."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from ion.core import people, reading, tallies
from ion.core.people import PERSON_SEEN, PersonCard
from ion.models import Person, PersonTerm

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


def in_area(code: str, area: str) -> Roster:
    """Everyone in a local area of a state."""
    return Roster(("area", code, area), in_state(code).condition & Person.id.in_(having("area", [area])))


def in_no_area(code: str, areas: Collection[str]) -> Roster:
    """Everyone in a state who names none of these local areas of it."""
    return Roster(
        ("no area", code, *sorted(areas)),
        in_state(code).condition & Person.id.not_in(having("area", areas)),
    )


def having(facet: str, keys: Collection[str]) -> Select[int]:
    return select(PersonTerm.person_id).where(PersonTerm.facet == facet, PersonTerm.key.in_(sorted(keys)))


def total(roster: Roster, scopes: frozenset[str]) -> int:
    """How many of them a holder of `scopes` may see."""

    def count() -> int:
        asked = select(func.count()).select_from(Person).where(PERSON_SEEN, roster.condition)
        return int(reading.rows(asked, scopes=sorted(scopes)).scalar_one())

    return tallies.recall(KINDS, ("roster total", roster.name, scopes), count)


def cards(roster: Roster, scopes: frozenset[str], *, offset: int = 0, limit: int = SHOWN) -> list[PersonCard]:
    """Those of them that a holder of `scopes` may see, by name."""

    def read() -> list[PersonCard]:
        asked = (
            select(Person.id)
            .where(PERSON_SEEN, roster.condition)
            .order_by(func.lower(Person.name), Person.id)
            .offset(offset)
            .limit(limit)
        )
        ids = [row.id for row in reading.rows(asked, scopes=sorted(scopes))]
        found = people.cards(ids, scopes)
        return [found[id] for id in ids if id in found]

    return tallies.recall(KINDS, ("roster", roster.name, scopes, offset, limit), read)

"""States and territories: the index by ETA Region, and who is in a state, by local area."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ion.base.vocabulary import Place, Term
from ion.base.vocabulary.places import ETA_REGIONS, STATES
from ion.core import clock, people, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.core.organizations import OrganizationName, organization_names
from ion.core.people import PERSON_SEEN, PersonCard
from ion.directory.queries.areas import areas_of
from ion.directory.queries.organizations import all_totals
from ion.models import Item, ItemTerm, Organization, OrganizationTerm, Person, PersonTerm

SHOWN = 6
"""How many organizations and how many people of one local area a page shows before it leads to all of them."""


class StateLine(NamedTuple):
    """A state in the index, with how many practices and organizations it has here."""

    code: str
    label: str
    practices: int
    organizations: int


def regions(scopes: frozenset[str]) -> list[tuple[Term, list[StateLine]]]:
    """Every ETA Region with its states and territories."""
    practices, organizations = practice_totals(scopes), all_totals().get("state", {})
    lines = {
        place.key: StateLine(
            place.key, place.label, practices.get(place.key, 0), organizations.get(place.key, 0)
        )
        for place in STATES.terms
    }
    return [(region, [lines[place.key] for place in members(region.key)]) for region in ETA_REGIONS.terms]


def members(region: str) -> list[Place]:
    """The states and territories of an ETA Region."""
    return [place for place in STATES.terms if str(place.eta_region) == region]


def practice_totals(scopes: frozenset[str]) -> Mapping[str, int]:
    """How many current practices each state has, by code."""

    def read() -> dict[str, int]:
        asked = (
            select(ItemTerm.key, func.count())
            .join(Item, Item.id == ItemTerm.item_id)
            .where(ItemTerm.facet == "state", Item.kind == "practice", SEEN, CURRENT)
            .group_by(ItemTerm.key)
        )
        return {key: n for key, n in reading.rows(asked, scopes=sorted(scopes), now=clock.now())}

    return tallies.recall("practice", ("states", scopes), read)


@dataclass(frozen=True, slots=True)
class Locality:
    """A local area of a state with who is there; the empty key is for those who name none of its areas."""

    key: str
    name: str
    organizations: Sequence[OrganizationName]
    organization_total: int
    people: Sequence[PersonCard]
    people_total: int


def localities(state: str, scopes: frozenset[str]) -> list[Locality]:
    """Organizations and people of a state by local area, those that name no area last; empty areas are absent."""
    kinds = ("organization", "person", "area")
    return tallies.recall(kinds, ("localities", state, scopes), lambda: read_localities(state, scopes))


def read_localities(state: str, scopes: frozenset[str]) -> list[Locality]:
    areas = areas_of(state)
    here = first_of_each(Organization, OrganizationTerm, OrganizationTerm.organization_id, state, areas)
    there = first_of_each(Person, PersonTerm, PersonTerm.person_id, state, areas).where(PERSON_SEEN)
    organizations = by_area(here)
    persons = by_area(there, scopes=sorted(scopes))
    names = organization_names([id for ids, _ in organizations.values() for id in ids])
    cards = people.cards([id for ids, _ in persons.values() for id in ids], scopes)
    found = []
    for key, name in [*areas.items(), ("", "")]:
        institutions, institution_total = organizations.get(key, ([], 0))
        those, people_total = persons.get(key, ([], 0))
        if institutions or those:
            listed = [names[id] for id in institutions if id in names], institution_total
            found.append(
                Locality(key, name, *listed, [cards[id] for id in those if id in cards], people_total)
            )
    return found


def first_of_each(
    thing: Any, term: Any, owner: InstrumentedAttribute[int], state: str, areas: Mapping[str, str]
) -> Select[*tuple[Any, ...]]:
    """Things of a state, ranked by name within each local area, with how many there are in that area."""
    place = aliased(term)
    of_place = getattr(place, owner.key)
    area = func.coalesce(place.key, "")
    by_name = (func.lower(thing.name), thing.id)
    return (
        select(
            thing.id,
            area.label("area"),
            func.row_number().over(partition_by=area, order_by=by_name).label("position"),
            func.count().over(partition_by=area).label("total"),
        )
        .join(term, and_(owner == thing.id, term.facet == "state", term.key == state))
        .join(
            place,
            and_(of_place == thing.id, place.facet == "area", place.key.in_(sorted(areas))),
            isouter=True,
        )
    )


def by_area(asked: Select[*tuple[Any, ...]], **parameters: Any) -> dict[str, tuple[list[int], int]]:
    """The first ids of each local area, in order, and how many there are there."""
    ranked = asked.subquery()
    first = select(ranked).where(ranked.c.position <= SHOWN).order_by(ranked.c.area, ranked.c.position)
    found: dict[str, tuple[list[int], int]] = {}
    for row in reading.rows(first, **parameters):
        found.setdefault(row.area, ([], row.total))[0].append(row.id)
    return found

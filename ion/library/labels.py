"""The facet values of a practice in words, each leading to the list it narrows."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, literal, null, select

from ion.base.vocabulary import FACETS
from ion.core import reading
from ion.core.bylines import Name, named
from ion.core.labels import facet_labels
from ion.core.people import page_id
from ion.models import ItemAuthor, ItemTerm, Person

DETAILS = ("program", "stage", "role", "sector", "population", "setting", "state", "region")


class Label(NamedTuple):
    """A facet value: its words and the list it leads to."""

    label: str
    href: str


Terms = dict[str, list[str]]
DetailRow = tuple[str, list[Label]]


ABOUT = (
    select(
        literal("").label("facet"),
        ItemAuthor.position,
        Person.name.label("words"),
        page_id(Person).label("page"),
    )
    .join(Person, Person.id == ItemAuthor.person_id)
    .where(ItemAuthor.item_id == bindparam("id", type_=Integer))
    .union_all(
        select(ItemTerm.facet, literal(0), ItemTerm.key, null()).where(
            ItemTerm.item_id == bindparam("id", type_=Integer)
        )
    )
    .order_by("position", "words")
)
"""Authors (no facet) and facet values of one practice, in one question."""


def authors_and_terms(id: int, scopes: frozenset[str]) -> tuple[tuple[Name, ...], Terms]:
    """The authors in order, as a holder of `scopes` may meet them, and the keys of every facet of one practice."""
    authors: list[Name] = []
    found: Terms = {}
    for facet, _, words, page in reading.rows(ABOUT, id=id, scopes=sorted(scopes)):
        if facet:
            found.setdefault(facet, []).append(words)
        else:
            authors.append(named(words, page))
    return tuple(authors), found


def labels(terms: Terms, facet: str) -> list[Label]:
    known = facet_labels(facet)
    return [Label(known.get(key, key), f"/practices/?{facet}={key}") for key in terms.get(facet, ())]


def details(terms: Terms) -> list[DetailRow]:
    """The rows of "Details": every facet that has a value, in one order."""
    return [(FACETS[facet].label, labels(terms, facet)) for facet in DETAILS if terms.get(facet)]

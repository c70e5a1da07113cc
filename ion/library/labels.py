"""The facet values of a practice in words, each leading to the list it narrows."""

from typing import NamedTuple

from sqlalchemy import literal, select

from ion.base.extensions import db
from ion.base.vocabulary import FACETS
from ion.core.labels import label, names_in_words
from ion.models import ItemAuthor, ItemTerm, Person

DETAILS = ("program", "stage", "role", "sector", "population", "setting", "state", "region")


class Label(NamedTuple):
    """A facet value: its words and the list it leads to."""

    label: str
    href: str


Terms = dict[str, list[str]]
DetailRow = tuple[str, list[Label]]


def byline_and_terms(id: int) -> tuple[str | None, Terms]:
    """The authors in words, and the keys of every facet of one practice, in one question."""
    authors = (
        select(literal("").label("facet"), ItemAuthor.position, Person.name.label("words"))
        .join(Person, Person.id == ItemAuthor.person_id)
        .where(ItemAuthor.item_id == id)
    )
    terms = select(ItemTerm.facet, literal(0), ItemTerm.key).where(ItemTerm.item_id == id)
    names: list[str] = []
    found: Terms = {}
    for facet, _, words in sorted(db.session.execute(authors.union_all(terms))):
        (found.setdefault(facet, []) if facet else names).append(words)
    return names_in_words(names), found


def labels(terms: Terms, facet: str) -> list[Label]:
    return [Label(label(facet, key), f"/practices/?{facet}={key}") for key in terms.get(facet, ())]


def details(terms: Terms) -> list[DetailRow]:
    """The rows of "Details": every facet that has a value, in one order."""
    return [(FACETS[facet].label, labels(terms, facet)) for facet in DETAILS if terms.get(facet)]

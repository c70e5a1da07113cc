"""What mentors have: what they can talk about (MentorTerm) and what they are (PersonTerm), as one set of terms."""

from collections.abc import Collection
from types import MappingProxyType

from sqlalchemy import bindparam, select, union_all

from ion.base.vocabulary.places import eta_region_of
from ion.core import labels, reading
from ion.core.matching.scoring import TEXT, Reason, Term
from ion.models import MentorTerm, PersonTerm

OFFERED = ("topic", "stage", "sector", "population")
"""Facets of what a mentor can talk about."""
HELD = ("role", "state", "region", "area", "workplace", "language")
"""Facets of what a person is; the ETA Region follows from the state."""
FACETS = MappingProxyType(
    {
        "topic": "Topic",
        "stage": "Stage",
        "sector": "Industry sector",
        "population": "Population",
        "role": "Partner role",
        "state": "State or territory",
        "region": "ETA Region",
        "area": "Local area",
        "workplace": "Where you work",
        "language": "Language",
        TEXT: "Your question",
    }
)
"""What a criterion may be about, with its label, in the order in which pages show them."""

TERMS = union_all(
    select(MentorTerm.person_id, MentorTerm.facet, MentorTerm.key).where(
        MentorTerm.person_id.in_(bindparam("ids", expanding=True))
    ),
    select(PersonTerm.person_id, PersonTerm.facet, PersonTerm.key).where(
        PersonTerm.person_id.in_(bindparam("ids", expanding=True)), PersonTerm.facet.in_(HELD)
    ),
)


def terms_of(person_ids: Collection[int]) -> dict[int, frozenset[Term]]:
    """The terms of each of these persons (all of them are in the answer), with the ETA Regions of their states."""
    found: dict[int, set[Term]] = {id: set() for id in person_ids}
    for row in reading.rows(TERMS, ids=list(person_ids)) if found else ():
        found[row.person_id].add((row.facet, row.key))
        if row.facet == "state" and (region := eta_region_of(row.key)):
            found[row.person_id].add(("region", region))
    return {id: frozenset(terms) for id, terms in found.items()}


def facet_label(facet: str) -> str:
    """What a facet of a criterion is called; itself for one that is no longer known."""
    return FACETS.get(facet, facet)


def reason_words(reason: Reason) -> str:
    """What a reason is about, as in "Apprenticeship" or "Wrote about employers, kick-off"."""
    if reason.facet == TEXT:
        return "Wrote about " + ", ".join(reason.words) if reason.words else "Words of the question"
    return labels.label(reason.facet, reason.key)

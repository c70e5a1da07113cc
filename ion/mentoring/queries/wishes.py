"""What a need can ask of a mentor, as people type it: "Apprenticeship (Topic)"; and where a need came from."""

from collections.abc import Iterator

from ion.core import items
from ion.core.labels import facet_labels
from ion.core.matching.scoring import TEXT
from ion.core.mentoring import FACETS, facet_label
from ion.core.ports.subjects import Subject
from ion.mentoring.queries.pool import pool

ONLY_OFFERED = ("area", "language", "region")
"""Facets of which only what some mentor has is offered: there are too many areas, and most languages nobody has."""
FROM_ITEM = 2
Term = tuple[str, str]


def named(facet: str, key: str) -> str:
    """A term as the form shows it and takes it; a local area says its state, since some are called alike."""
    state = f", {key[:2].upper()}" if facet == "area" else ""
    return f"{facet_labels(facet).get(key, key)}{state} ({facet_label(facet)})"


def offered(seen: frozenset[str]) -> list[str]:
    """Every term that is offered while one types, facet by facet."""
    return [named(*term) for term in known(seen)]


def known(seen: frozenset[str]) -> Iterator[Term]:
    everyone = pool(seen)
    for facet in FACETS:
        if facet != TEXT:
            some = everyone.having(facet) if facet in ONLY_OFFERED else None
            yield from ((facet, key) for key in facet_labels(facet) if some is None or key in some)


def term_meant(typed: str) -> Term | None:
    """The one term that what was typed names: with its facet in parentheses, or alone where no other is called so."""
    wanted = " ".join(typed.split()).casefold()
    every = [(of, key) for of in FACETS if of != TEXT for key in facet_labels(of)]
    found = [term for term in every if named(*term).casefold() == wanted]
    found = found or [(of, key) for of, key in every if facet_labels(of)[key].casefold() == wanted]
    return found[0] if len(found) == 1 else None


def subject_of(item_id: int | None, seen: frozenset[str]) -> Subject | None:
    """The practice, post or webinar that a need came from, where a holder of `seen` may see it."""
    return items.subjects([item_id], seen).get(item_id) if item_id else None


def terms_from(item_id: int | None) -> list[Term]:
    """What the thing that a need comes from is about: a beginning for its criteria."""
    topics = items.terms_of([item_id])[item_id].get("topic", ()) if item_id else ()
    return [("topic", key) for key in topics if key in facet_labels("topic")][:FROM_ITEM]

"""What a page offers to choose from: facets with counts, filters in use, tabs, orders."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from ion.base.vocabulary import FACETS
from ion.commons.finding.question import Question
from ion.core.ports.search import SORTS
from ion.web.choices import Choice

SORT_LABELS = {
    "relevance": "Best match",
    "newest": "Newest",
    "reviewed": "Recently reviewed",
    "evidence": "Strongest evidence",
}
OPEN_FACETS = 3
COUNTED_ORDER = {"topic", "state", "organization"}
"""Facets whose values stand by count, most first; the others keep the order of their vocabulary."""


@dataclass(frozen=True, slots=True)
class FacetChoices:
    """One facet as a page draws it."""

    key: str
    label: str
    choices: Sequence[Choice]
    open: bool


def facet_choices(
    question: Question,
    counts: Mapping[str, Mapping[str, int]],
    offered: Mapping[str, Collection[str]],
    labels: Mapping[str, Mapping[str, str]],
    names: Mapping[str, str] = MappingProxyType({}),
) -> list[FacetChoices]:
    """The facets of the library with their values; a facet without any in the whole library is not drawn.

    `offered` are the values that anything in the library has: those that find nothing now stay, disabled.
    `names` calls the facets that no item has.
    """
    drawn: list[FacetChoices] = []
    for facet, have in offered.items():
        chosen = question.facets.get(facet, ())
        choices = [
            Choice(key, label, "", n, key in chosen, not n and key not in chosen)
            for key, label in labels[facet].items()
            for n in (counts.get(facet, {}).get(key, 0),)
            if n or key in have or key in chosen
        ]
        if facet in COUNTED_ORDER:
            choices.sort(key=lambda choice: (-choice.count, choice.label))
        if choices:
            name = names.get(facet) or FACETS[facet].label
            drawn.append(FacetChoices(facet, name, choices, bool(chosen) or len(drawn) < OPEN_FACETS))
    return drawn


def chips(question: Question, labels: Mapping[str, Mapping[str, str]]) -> list[Choice]:
    """The filters in use, each with the address that removes it."""
    found = [
        Choice(key, labels[facet][key], question.toggled(facet, key).href, selected=True)
        for facet, keys in question.facets.items()
        for key in keys
    ]
    if question.archived:
        href = replace(question, archived=False, page=1).href
        found.append(Choice("archived", "Archived included", href, selected=True))
    return found


def sorts(question: Question) -> list[Choice]:
    """The orders to choose from; "Best match" is absent where nothing was typed."""
    offered = [sort for sort in SORTS if question.text or sort != "relevance"]
    current = question.sort if question.sort in offered else "newest"
    return [
        Choice(sort, SORT_LABELS[sort], replace(question, sort=sort, page=1).href, selected=sort == current)
        for sort in offered
    ]

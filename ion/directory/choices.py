"""What the list of organizations offers to choose from."""

from collections.abc import Mapping
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from ion.base.vocabulary import FACETS as ALL_FACETS
from ion.commons.finding.forms import question_in
from ion.commons.finding.question import DEFAULT_SORT, Question
from ion.core.labels import facet_labels
from ion.core.organizations import PATH
from ion.core.times import count
from ion.directory.queries.organizations import FACETS, totals
from ion.web.choices import Choice

AREA = "area"
"""Narrows the list too, but is not drawn as a filter: there are hundreds, and links lead to those that matter."""


def facet_words() -> dict[str, Mapping[str, str]]:
    """The label of every value that the list can be narrowed to, by facet and key."""
    return {facet: facet_labels(facet) for facet in (*FACETS, AREA)}


def question_asked(
    arguments: "MultiDict[str, str]", words: Mapping[str, Mapping[str, str]], path: str = PATH
) -> Question:
    """Which organizations an address asks for; orders and archives, which they do not have, are ignored."""
    return replace(question_in(arguments, path, (), words), sort=DEFAULT_SORT, archived=False)


def heading(question: Question, total: int) -> str:
    """How many were found, in words."""
    about = f" for “{question.text}”" if question.text else ""
    return (count(total, "organization", "organizations") if total else "No organizations found") + about


def suggestions(question: Question) -> list[Choice]:
    """Where filters left nothing: each facet without which something would be found, the most helpful first."""
    found = []
    for facet in question.facets:
        fewer = question.without(facet)
        if number := totals(fewer).organizations:
            label = ALL_FACETS[facet].label if facet in ALL_FACETS else "Local area"
            found.append(Choice(facet, label, fewer.href, number))
    return sorted(found, key=lambda choice: -choice.count)

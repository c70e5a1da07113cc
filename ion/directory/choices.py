"""What the lists of organizations and of people offer to choose from."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from ion.base.vocabulary import FACETS as ALL_FACETS
from ion.commons.finding.choices import FacetChoices, facet_choices
from ion.commons.finding.forms import question_in
from ion.commons.finding.question import DEFAULT_SORT, MAX_VALUES, Question
from ion.core.labels import facet_labels
from ion.core.organizations import PATH
from ion.core.times import count
from ion.directory.queries import everyone
from ion.directory.queries.organizations import FACETS
from ion.web.choices import Choice

AREA = "area"
"""Narrows the list too, but is not drawn as a filter: there are hundreds, and links lead to those that matter."""


OF_PEOPLE = {"workplace": "Kind of organization", "organization": "Organization", "area": "Local area"}
"""What facets are called that organizations and items do not have."""
LONGEST_SLUG = 200


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


def suggestions(question: Question, number: Callable[[Question], int]) -> list[Choice]:
    """Where filters left nothing: each facet without which something would be found, the most helpful first."""
    found = []
    for facet in question.facets:
        fewer = question.without(facet)
        if left := number(fewer):
            label = ALL_FACETS[facet].label if facet in ALL_FACETS else OF_PEOPLE[facet]
            found.append(Choice(facet, label, fewer.href, left))
    return sorted(found, key=lambda choice: -choice.count)


def people_words(slugs: Collection[str]) -> dict[str, Mapping[str, str]]:
    """The label of every value that the list of people can be narrowed to, of organizations those of these slugs."""
    words = {facet: facet_labels(facet) for facet in everyone.FACETS}
    words[everyone.ORGANIZATION] = everyone.organizations_called(slugs)
    words[everyone.AREA] = {**facet_labels(AREA), everyone.NO_AREA: "No local area named"}
    return words


def slugs_asked(arguments: "MultiDict[str, str]") -> list[str]:
    """The organizations that an address names, whether there are such or not."""
    asked = arguments.getlist(everyone.ORGANIZATION)[:MAX_VALUES]
    return [slug for slug in asked if 0 < len(slug) <= LONGEST_SLUG and "\x00" not in slug]


def people_facets(
    question: Question, counts: Mapping[str, Mapping[str, int]], scopes: frozenset[str]
) -> list[FacetChoices]:
    """The filters of the list of people; of organizations only those with the most people and those chosen."""
    slugs = list(counts[everyone.ORGANIZATION])
    words = people_words(dict.fromkeys([*slugs, *question.facets.get(everyone.ORGANIZATION, ())]))
    offered = everyone.offered(scopes) | {everyone.ORGANIZATION: frozenset(slugs)}
    return facet_choices(question, counts, offered, words, OF_PEOPLE)


def people_heading(question: Question, total: int) -> str:
    """How many people were found, in words."""
    about = f" for “{question.text}”" if question.text else ""
    return (count(total, "person", "people") if total else "Nobody found") + about

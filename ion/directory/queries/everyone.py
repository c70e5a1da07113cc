"""The list of people: which ones a reader may see, how many, and what can be filtered by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, func, literal, or_, select, union_all

from ion.commons.finding.question import Question
from ion.core import reading, tallies
from ion.core.labels import facet_labels
from ion.core.people import PERSON_SEEN
from ion.directory.queries.areas import areas_of
from ion.directory.queries.organizations import written
from ion.models import Organization, Person, PersonTerm

PATH = "/people/"
KINDS = ("person", "organization", "topic", "area")
FACETS = ("state", "role", "topic", "workplace")
"""What the list can be filtered by, besides the organization; links narrow it to a local area, too."""
AREA, NO_AREA = "area", "none"
"""The facet of local areas, and its key for those who name none in the states that are asked for."""
ORGANIZATION, MOST_ORGANIZATIONS = "organization", 12
MOST_WORDS = 8
SAID = (Person.name, Person.job_title, Person.affiliation, Person.ask_me_about, Organization.name)
TOLD = ("topic", "role", "state")
"""Facets whose words are looked into, besides what a person wrote."""


def found(question: Question, scopes: frozenset[str]) -> tuple[CTE, dict[str, Any]]:
    """Whom the words of a question find among those a holder of `scopes` may see: once, for every count."""
    asked = select(Person.id, Person.organization_id).where(PERSON_SEEN)
    if words := question.text.split()[:MOST_WORDS]:
        asked = asked.join(Organization, Organization.id == Person.organization_id, isouter=True)
        asked = asked.where(*map(is_said, words))
    return asked.cte("found"), {"scopes": sorted(scopes)}


def is_said(word: str) -> ColumnElement[bool]:
    """SQL: the word stands in what a person says of themselves, in capitals or not."""
    said = [column.icontains(form, autoescape=True) for column in SAID for form in written(word)]
    return or_(*said, *(Person.id.in_(having(facet, keys)) for facet, keys in told(word)))


def told(word: str) -> list[tuple[str, list[str]]]:
    """The values whose labels hold the word, by facet; facets without any are left out."""
    looked = {facet: facet_labels(facet) for facet in TOLD}
    hits = [
        (facet, [key for key, label in labels.items() if word.casefold() in label.casefold()])
        for facet, labels in looked.items()
    ]
    return [(facet, keys) for facet, keys in hits if keys]


def having(facet: str, keys: Collection[str]) -> Select[int]:
    return select(PersonTerm.person_id).where(PersonTerm.facet == facet, PersonTerm.key.in_(sorted(keys)))


def narrowed(among: CTE, question: Question, besides: str = "") -> list[ColumnElement[bool]]:
    """SQL: the person is one that the filters of the question leave, one facet perhaps left out."""
    parts: list[ColumnElement[bool]] = []
    for facet, keys in question.facets.items():
        if facet == besides:
            continue
        if facet == ORGANIZATION:
            listed = select(Organization.id).where(Organization.slug.in_(keys))
            parts.append(among.c.organization_id.in_(listed))
        elif facet == AREA:
            parts.append(in_areas(among, keys, question.facets.get("state", ())))
        else:
            parts.append(among.c.id.in_(having(facet, keys)))
    return parts


def in_areas(among: CTE, keys: Sequence[str], states: Sequence[str]) -> ColumnElement[bool]:
    """SQL: the person names one of these local areas; NO_AREA: none of those of the states, or none at all."""
    named = [key for key in keys if key != NO_AREA]
    parts = [among.c.id.in_(having(AREA, named))] if named else []
    if NO_AREA in keys:
        any_area = select(PersonTerm.person_id).where(PersonTerm.facet == AREA)
        theirs = [key for state in states for key in areas_of(state)]
        parts.append(among.c.id.not_in(having(AREA, theirs) if states else any_area))
    return or_(*parts)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many people there are, and how many of each facet value by facet and key."""

    people: int
    facets: Mapping[str, Mapping[str, int]]


def totals(question: Question, scopes: frozenset[str]) -> Totals:
    """The counts beside the list; what is chosen in a facet does not narrow that facet's own counts."""
    name = ("people totals", question.parameters, scopes)
    return tallies.recall(KINDS, name, lambda: counted(question, scopes))


def counted(question: Question, scopes: frozenset[str]) -> Totals:
    among, asked = found(question, scopes)
    every = select(literal("").label("facet"), literal("").label("key"), func.count().label("number"))
    counts = [every.select_from(among).where(*narrowed(among, question))]
    counts += [facet_count(among, facet, question) for facet in FACETS]
    counts += organization_counts(among, question)
    numbers: dict[str, dict[str, int]] = {facet: {} for facet in ("", *FACETS, ORGANIZATION)}
    for facet, key, number in reading.rows(union_all(*counts), **asked):
        numbers[facet][key] = number
    return Totals(numbers.pop("")[""], numbers)


def facet_count(among: CTE, facet: str, question: Question) -> Select[*tuple[Any, ...]]:
    return (
        select(PersonTerm.facet, PersonTerm.key, func.count().label("number"))
        .join(among, among.c.id == PersonTerm.person_id)
        .where(PersonTerm.facet == facet, *narrowed(among, question, facet))
        .group_by(PersonTerm.facet, PersonTerm.key)
    )


def organization_counts(among: CTE, question: Question) -> list[Select[*tuple[Any, ...]]]:
    """Of the organizations that are chosen, and of those with the most people besides: there are thousands."""
    number, chosen = func.count().label("number"), question.facets.get(ORGANIZATION, ())
    each = (
        select(literal(ORGANIZATION).label("facet"), Organization.slug.label("key"), number)
        .join(among, among.c.organization_id == Organization.id)
        .where(*narrowed(among, question, ORGANIZATION))
        .group_by(Organization.id, Organization.slug)
    )
    others = each.where(Organization.slug.not_in(chosen)).order_by(number.desc(), Organization.slug)
    parts = [others.limit(MOST_ORGANIZATIONS).subquery()]
    if chosen:
        parts.append(each.where(Organization.slug.in_(chosen)).subquery())
    return [select(part) for part in parts]


def offered(scopes: frozenset[str]) -> dict[str, frozenset[str]]:
    """The values of each facet that anybody whom a holder of `scopes` may see has."""
    have = totals(Question(PATH), scopes).facets
    return {facet: frozenset(have[facet]) for facet in FACETS}


def organizations_called(slugs: Collection[str]) -> dict[str, str]:
    """The names of those of these organizations that there are, by slug."""

    def read() -> dict[str, str]:
        asked = select(Organization.slug, Organization.name).where(Organization.slug.in_(slugs))
        return {row.slug: row.name for row in reading.rows(asked)}

    return tallies.recall(ORGANIZATION, ("called", frozenset(slugs)), read) if slugs else {}

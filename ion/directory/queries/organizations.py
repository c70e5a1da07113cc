"""The list of organizations: which ones, how many, and what can be filtered by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from ion.base.vocabulary.roles import ROLES
from ion.commons.finding.question import Question
from ion.core import reading, tallies
from ion.core.labels import place_in_words
from ion.core.organizations import PATH
from ion.core.text import passages, squeeze
from ion.models import Organization, OrganizationTerm

KIND = "organization"
FACETS = ("role", "state", "sector")
"""What the list can be filtered by; it can be narrowed to a local area too, by links that lead here."""

MOST_WORDS = 8
SNIPPET = 240
Id = InstrumentedAttribute[int]


def narrowed(id: Id, question: Question, besides: str = "") -> list[ColumnElement[bool]]:
    """SQL: the organization of this id column is one that the question asks for, one facet perhaps left out."""
    parts: list[ColumnElement[bool]] = []
    if words := question.text.split()[:MOST_WORDS]:
        parts.append(id.in_(select(Organization.id).where(*(name_holds(word) for word in words))))
    for facet, keys in question.facets.items():
        if facet != besides:
            parts.append(id.in_(having(facet, keys)))
    return parts


def name_holds(word: str) -> ColumnElement[bool]:
    """SQL: the word stands in the name, in capitals or not."""
    return or_(*(Organization.name.icontains(form, autoescape=True) for form in written(word)))


def written(word: str) -> list[str]:
    """How a word may have been written, for a comparison that minds no capitals.

    SQLite folds no letters but those of ASCII, so that other words are looked for in every form.
    """
    return sorted({word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()})


def having(facet: str, keys: Sequence[str]) -> Select[int]:
    return select(OrganizationTerm.organization_id).where(
        OrganizationTerm.facet == facet, OrganizationTerm.key.in_(keys)
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """How many organizations there are, and how many of each facet value by facet and key."""

    organizations: int
    facets: Mapping[str, Mapping[str, int]]


def totals(question: Question) -> Totals:
    """The counts beside the list; what is chosen in a facet does not narrow that facet's own counts."""
    return tallies.recall(KIND, ("totals", question.parameters), lambda: counted(question))


def counted(question: Question) -> Totals:
    every = select(literal("").label("facet"), literal("").label("key"), func.count().label("number"))
    counts = [every.select_from(Organization).where(*narrowed(Organization.id, question))]
    counts += [facet_count(facet, question) for facet in FACETS]
    found: dict[str, dict[str, int]] = {facet: {} for facet in ("", *FACETS)}
    for facet, key, number in reading.rows(union_all(*counts)):
        found[facet][key] = number
    return Totals(found.pop("")[""], found)


def facet_count(facet: str, question: Question) -> Select[*tuple[Any, ...]]:
    number = func.count().label("number")
    return (
        select(OrganizationTerm.facet, OrganizationTerm.key, number)
        .where(OrganizationTerm.facet == facet, *narrowed(OrganizationTerm.organization_id, question, facet))
        .group_by(OrganizationTerm.facet, OrganizationTerm.key)
    )


def all_totals() -> Mapping[str, Mapping[str, int]]:
    """How many organizations have each value of each facet, in the whole directory."""

    def read() -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        rows = reading.rows(
            select(OrganizationTerm.facet, OrganizationTerm.key, func.count()).group_by(
                OrganizationTerm.facet, OrganizationTerm.key
            )
        )
        for facet, key, number in rows:
            found.setdefault(facet, {})[key] = number
        return found

    return tallies.recall(KIND, "all totals", read)


def offered() -> dict[str, frozenset[str]]:
    """The values of each facet that any organization has."""
    have = all_totals()
    return {facet: frozenset(have.get(facet, ())) for facet in FACETS}


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organization as the list shows it; `text` is the beginning of what it says of itself, without markup."""

    id: int
    path: str
    name: str
    text: str
    roles: str
    place: str
    is_sample: bool


def rows(question: Question, *, offset: int, limit: int) -> list[OrganizationRow]:
    """Organizations by name."""
    name = ("rows", question.parameters, offset, limit)
    return tallies.recall(KIND, name, lambda: read_rows(question, offset, limit))


def read_rows(question: Question, offset: int, limit: int) -> list[OrganizationRow]:
    asked = (
        select(
            Organization.id,
            Organization.slug,
            Organization.name,
            Organization.about,
            Organization.is_sample,
        )
        .where(*narrowed(Organization.id, question))
        .order_by(func.lower(Organization.name), Organization.id)
        .offset(offset)
        .limit(limit)
    )
    found = reading.rows(asked).all()
    terms = terms_of([row.id for row in found])
    return [
        OrganizationRow(
            id=row.id,
            path=PATH + row.slug,
            name=row.name,
            text=beginning(row.about),
            roles=", ".join(ROLES.short(key) for key in terms[row.id].get("role", ())),
            place=place_in_words(terms[row.id].get("state", ())),
            is_sample=row.is_sample,
        )
        for row in found
    ]


def beginning(markdown: str) -> str:
    """The first sentences of a text, without markup; the first words of a sentence that is too long."""
    words = " ".join(part.text for part in passages(markdown))
    end = words.rfind(". ", SNIPPET // 4, SNIPPET)
    return words[: end + 1] if end > 0 and len(words) > SNIPPET else squeeze(words, SNIPPET)


def terms_of(ids: Sequence[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    """The facet values of each organization by facet, sorted; one without any has an empty mapping."""
    found: dict[int, dict[str, tuple[str, ...]]] = {id: {} for id in ids}
    asked = (
        select(OrganizationTerm.organization_id, OrganizationTerm.facet, OrganizationTerm.key)
        .where(OrganizationTerm.organization_id.in_(ids))
        .order_by(OrganizationTerm.organization_id, OrganizationTerm.facet, OrganizationTerm.key)
    )
    for id, facet, key in reading.rows(asked) if ids else ():
        found[id][facet] = (*found[id].get(facet, ()), key)
    return found

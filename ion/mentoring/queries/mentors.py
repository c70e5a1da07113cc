"""The list of mentors: which ones a member may see, how many, and what can be filtered by."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, func, literal, or_, select, union_all

from ion.base.vocabulary.places import STATES, eta_region_of
from ion.commons.finding.question import Question
from ion.core import reading, tallies
from ion.core.labels import facet_labels
from ion.core.mentoring import OFFERED, terms_of
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.mentoring.queries.room import IS_ACTIVE, shut
from ion.models import MentorProfile, MentorTerm, Organization, Person, PersonTerm, WhoMayAsk

PATH = "/mentoring/mentors"
KINDS = ("mentor", "person", "organization", "topic", "stage")
FACETS = ("topic", "role", "state", "sector", "population", "language")
WHO, NOW = "who", "now"
"""The filter that leaves those who may be asked now, and its only value."""
MOST_WORDS = 8
SAID = (Person.name, Person.job_title, Person.affiliation, MentorProfile.talks_about, Organization.name)
TOLD = ("topic", "role", "state", "sector", "population")
"""Facets whose words are looked into, besides what a mentor wrote."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: those of their tokens that count, the states of their ETA Regions, and who is full or away now."""

    scopes: frozenset[str]
    near: tuple[str, ...]
    shut: frozenset[int]


def reader(person_id: int, scopes: frozenset[str]) -> Reader:
    """The member who looks for mentors now."""

    def near() -> tuple[str, ...]:
        regions = {key for facet, key in terms_of([person_id])[person_id] if facet == "region"}
        return tuple(code for code in STATES if eta_region_of(code) in regions)

    states = tallies.recall("person", ("near", person_id), near)
    return Reader(tallies.held_audiences(scopes), states, shut())


def having(facet: str, keys: Collection[str]) -> Select[int]:
    table = MentorTerm if facet in OFFERED else PersonTerm
    return select(table.person_id).where(table.facet == facet, table.key.in_(sorted(keys)))


def may_be_asked(by: Reader) -> ColumnElement[bool]:
    """SQL over MentorProfile: the reader may ask this mentor now."""
    is_near = MentorProfile.person_id.in_(having("state", by.near))
    is_asked = or_(
        MentorProfile.who_may_ask == WhoMayAsk.MEMBERS,
        and_(MentorProfile.who_may_ask == WhoMayAsk.REGION, is_near),
    )
    return and_(IS_ACTIVE, is_asked, MentorProfile.person_id.not_in(sorted(by.shut)))


def found(question: Question, by: Reader) -> tuple[CTE, dict[str, Any]]:
    """Whom the words of a question find among the mentors whom the reader may see: once, for every count."""
    asked = (
        select(Person.id, Person.name, case((may_be_asked(by), 1), else_=0).label("is_open"))
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .where(MentorProfile.ended_at.is_(None), PERSON_SEEN, HAS_LOGIN)
    )
    if words := question.text.split()[:MOST_WORDS]:
        asked = asked.join(Organization, Organization.id == Person.organization_id, isouter=True)
        asked = asked.where(*map(is_said, words))
    return asked.cte("found"), {"scopes": sorted(by.scopes)}


def is_said(word: str) -> ColumnElement[bool]:
    """SQL: the word stands in what a mentor says, in capitals or not."""
    said = [column.icontains(word, autoescape=True) for column in SAID]
    looked = {facet: facet_labels(facet) for facet in TOLD}
    told = [
        Person.id.in_(having(facet, keys))
        for facet, labels in looked.items()
        if (keys := [key for key, label in labels.items() if word.casefold() in label.casefold()])
    ]
    return or_(*said, *told)


def narrowed(among: CTE, question: Question, besides: str = "") -> list[ColumnElement[bool]]:
    """SQL: the mentor is one that the filters of the question leave, one facet perhaps left out."""
    return [
        among.c.is_open == 1 if facet == WHO else among.c.id.in_(having(facet, keys))
        for facet, keys in question.facets.items()
        if facet != besides
    ]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many mentors there are, and how many of each facet value by facet and key."""

    mentors: int
    facets: Mapping[str, Mapping[str, int]]


def totals(question: Question, by: Reader) -> Totals:
    """The counts beside the list; what is chosen in a facet does not narrow that facet's own counts."""
    name = ("mentor totals", question.parameters, by)
    return tallies.recall(KINDS, name, lambda: counted(question, by))


def counted(question: Question, by: Reader) -> Totals:
    among, asked = found(question, by)
    every = select(literal("").label("facet"), literal("").label("key"), func.count().label("number"))
    open_now = select(literal(WHO).label("facet"), literal(NOW).label("key"), func.count().label("number"))
    counts = [
        every.select_from(among).where(*narrowed(among, question)),
        open_now.select_from(among).where(among.c.is_open == 1, *narrowed(among, question, WHO)),
        *(facet_count(among, facet, question) for facet in FACETS),
    ]
    numbers: dict[str, dict[str, int]] = {facet: {} for facet in ("", WHO, *FACETS)}
    for facet, key, number in reading.rows(union_all(*counts), **asked):
        numbers[facet][key] = number
    return Totals(numbers.pop("")[""], numbers)


def facet_count(among: CTE, facet: str, question: Question) -> Select[*tuple[Any, ...]]:
    table = MentorTerm if facet in OFFERED else PersonTerm
    return (
        select(table.facet, table.key, func.count().label("number"))
        .join(among, among.c.id == table.person_id)
        .where(table.facet == facet, *narrowed(among, question, facet))
        .group_by(table.facet, table.key)
    )


def ids(question: Question, by: Reader, *, offset: int, limit: int) -> list[int]:
    """The persons on one page of the list: who may be asked now first, then by name."""

    def read() -> list[int]:
        among, asked = found(question, by)
        statement = (
            select(among.c.id)
            .where(*narrowed(among, question))
            .order_by(among.c.is_open.desc(), func.lower(among.c.name), among.c.id)
            .offset(offset)
            .limit(limit)
        )
        return [row.id for row in reading.rows(statement, **asked)]

    return tallies.recall(KINDS, ("mentors", question.parameters, by, offset, limit), read)


def open_among(person_ids: Collection[int], by: Reader) -> frozenset[int]:
    """Those of these mentors whom the reader may ask now."""
    wanted = tuple(person_ids)

    def read() -> frozenset[int]:
        statement = select(MentorProfile.person_id).where(
            MentorProfile.person_id.in_(wanted), may_be_asked(by)
        )
        return frozenset(row.person_id for row in reading.rows(statement))

    return tallies.recall(KINDS, ("open mentors", wanted, by), read) if wanted else frozenset()

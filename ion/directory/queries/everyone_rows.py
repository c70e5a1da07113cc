"""People as their list shows them: what they do and where, and what they can be asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from ion.base.vocabulary.roles import ROLES
from ion.commons.finding.question import Question
from ion.core import reading, tallies
from ion.core.labels import facet_labels, place_in_words
from ion.core.organizations import PATH as ORGANIZATIONS
from ion.core.people import HAS_LOGIN, page_path
from ion.directory.queries.everyone import KINDS, found, narrowed
from ion.models import Organization, Person, PersonTerm


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the list. Who is no member cannot be asked anything, so that `ask_me_about` is empty."""

    id: int
    path: str
    name: str
    job_title: str
    organization: str
    organization_path: str
    ask_me_about: str
    place: str
    roles: str
    topics: Sequence[tuple[str, str]]
    is_member: bool
    is_sample: bool


TERMS = (
    select(PersonTerm.person_id, PersonTerm.facet, PersonTerm.key)
    .where(PersonTerm.person_id.in_(bindparam("ids", expanding=True)))
    .where(PersonTerm.facet.in_(("topic", "role", "state")))
    .order_by(PersonTerm.person_id, PersonTerm.facet, PersonTerm.key)
)


def person_rows(
    question: Question, scopes: frozenset[str], *, offset: int, limit: int
) -> Sequence[PersonRow]:
    """Members by name, then those who only wrote something by theirs."""
    name = ("people", question.parameters, scopes, offset, limit)
    return tallies.recall(KINDS, name, lambda: read_rows(question, scopes, offset, limit))


COLUMNS = (
    Person.id,
    Person.name,
    Person.job_title,
    Person.affiliation,
    Person.ask_me_about,
    Person.is_sample,
    HAS_LOGIN.label("is_member"),
    Organization.name.label("organization"),
    Organization.slug,
)


def read_rows(question: Question, scopes: frozenset[str], offset: int, limit: int) -> list[PersonRow]:
    among, asked = found(question, scopes)
    statement = (
        select(*COLUMNS)
        .join(among, among.c.id == Person.id)
        .join(Organization, Organization.id == Person.organization_id, isouter=True)
        .where(*narrowed(among, question))
        .order_by(HAS_LOGIN.desc(), func.lower(Person.name), Person.id)
        .offset(offset)
        .limit(limit)
    )
    rows = reading.rows(statement, **asked).all()
    terms, topics = terms_of([row.id for row in rows]), facet_labels("topic")
    return [drawn(row, terms[row.id], topics) for row in rows]


def drawn(row: Row[Any], terms: Mapping[str, Sequence[str]], topics: Mapping[str, str]) -> PersonRow:
    return PersonRow(
        id=row.id,
        path=page_path(row.id),
        name=row.name,
        job_title=row.job_title,
        organization=row.organization or row.affiliation,
        organization_path=ORGANIZATIONS + row.slug if row.slug else "",
        ask_me_about=row.ask_me_about if row.is_member else "",
        place=place_in_words(terms.get("state", ())),
        roles=", ".join(ROLES.short(key) for key in terms.get("role", ()) if key in ROLES),
        topics=[(key, topics[key]) for key in terms.get("topic", ()) if key in topics],
        is_member=bool(row.is_member),
        is_sample=row.is_sample,
    )


def terms_of(ids: Sequence[int]) -> Mapping[int, Mapping[str, Sequence[str]]]:
    """What each person is tagged with, by facet; who says nothing has an empty mapping."""
    told: dict[int, dict[str, list[str]]] = {id: {} for id in ids}
    for id, facet, key in reading.rows(TERMS, ids=ids) if ids else ():
        told[id].setdefault(facet, []).append(key)
    return told

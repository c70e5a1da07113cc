"""Which persons may be seen, decided once: by the audience of their page, and never while their login is suspended."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, or_, select

from ion.core import reading
from ion.core.text import slug
from ion.models import Organization, Person, User

LONGEST_SLUG = 120


def page_seen(person: Any) -> ColumnElement[bool]:
    """SQL for a statement that is built once: a holder of `scopes` may see the page of `person`, Person or an alias.

    A name in a byline is as public as its item; this is about the page, lists of people, and being asked.
    """
    return and_(person.audience.in_(bindparam("scopes", expanding=True)), ~is_away(person))


def is_away(person: Any) -> ColumnElement[bool]:
    """SQL: the login of `person`, Person or an alias, is suspended or unconfirmed, so that nobody is led to them.

    Who has no login at all is not away: they are named as authors and presenters.
    """
    is_out = or_(User.suspended_at.is_not(None), User.confirmed_at.is_(None))
    return exists().where(User.person_id == person.id, is_out).correlate(person)


PERSON_SEEN = page_seen(Person)
HAS_LOGIN = exists().where(
    User.person_id == Person.id, User.suspended_at.is_(None), User.confirmed_at.is_not(None)
)
"""SQL: somebody signs in as this person. Only such persons are ever offered as someone to ask, or mailed."""


def page_id(person: Any) -> ColumnElement[int | None]:
    """SQL: the id of `person` where a holder of `scopes` may see the page, else NULL."""
    return case((page_seen(person), person.id))


def person_slug(name: str) -> str:
    """A slug that nobody has: the name in plain letters, and a few by chance."""
    plain = slug(name, LONGEST_SLUG)
    return f"{'person' if plain == 'untitled' else plain}-{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as lists show them."""

    id: int
    path: str
    name: str
    job_title: str
    organization: str
    is_sample: bool


USER_OF = select(User.id).where(User.person_id == bindparam("id"))


def user_of(person_id: int | None) -> int | None:
    """The id of the user who signs in as this person, whether they may or not; None for nobody."""
    return reading.rows(USER_OF, id=person_id).scalar() if person_id else None


def page_path(id: int) -> str:
    """Where a person's page stands."""
    return f"/people/{id}"


CARDS = (
    select(
        Person.id,
        Person.name,
        Person.job_title,
        Person.affiliation,
        Person.is_sample,
        Organization.name.label("organization"),
    )
    .join(Organization, Organization.id == Person.organization_id, isouter=True)
    .where(Person.id.in_(bindparam("ids", expanding=True)), PERSON_SEEN)
)


def cards(ids: Collection[int], scopes: frozenset[str]) -> dict[int, PersonCard]:
    """Those of these persons that a holder of `scopes` may see, by id."""
    if not ids:
        return {}
    return {
        row.id: PersonCard(
            row.id,
            page_path(row.id),
            row.name,
            row.job_title,
            row.organization or row.affiliation,
            row.is_sample,
        )
        for row in reading.rows(CARDS, ids=list(ids), scopes=sorted(scopes))
    }

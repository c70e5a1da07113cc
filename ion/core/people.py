"""Which persons may be seen, decided once: by the audience of their page, and never while their login is suspended."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, exists, or_, select

from ion.core import reading
from ion.models import Organization, Person, User

HIDDEN_LOGIN = exists().where(
    User.person_id == Person.id, or_(User.suspended_at.is_not(None), User.confirmed_at.is_(None))
)
PERSON_SEEN = and_(Person.audience.in_(bindparam("scopes", expanding=True)), ~HIDDEN_LOGIN)
"""SQL for a statement that is built once: the person's page may be seen by a holder of `scopes`.

A name in a byline is as public as its item; this is about the page, lists of people, and being asked.
"""
HAS_LOGIN = exists().where(
    User.person_id == Person.id, User.suspended_at.is_(None), User.confirmed_at.is_not(None)
)
"""SQL: somebody signs in as this person. Only such persons are ever offered as someone to ask, or mailed."""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as lists show them."""

    id: int
    path: str
    name: str
    job_title: str
    organization: str
    is_sample: bool


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
            f"/people/{row.id}",
            row.name,
            row.job_title,
            row.organization or row.affiliation,
            row.is_sample,
        )
        for row in reading.rows(CARDS, ids=list(ids), scopes=sorted(scopes))
    }

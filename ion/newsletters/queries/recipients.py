"""Who gets an issue: members who want newsletters, narrowed by topic, place and partner role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select

from ion.base.extensions import db
from ion.commons.mailing.queries import wants
from ion.core.labels import facet_labels, label
from ion.models import Follow, Person, PersonTerm, User
from ion.newsletters.queries.issues import KIND

FACETS = {"topics": "topic", "states": "state", "roles": "role"}
"""The parts of an audience, and the facet that each takes its values from."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an issue is for: any of the values within a part, all of the parts that have any. Empty is everyone."""

    topics: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Audience":
        """From `Newsletter.audience`."""
        return cls(**{part: tuple(kept.get(part, ())) for part in FACETS})

    @property
    def kept(self) -> dict[str, list[str]]:
        """As `Newsletter.audience` holds it."""
        return {"topics": [*self.topics], "states": [*self.states], "roles": [*self.roles]}

    @property
    def words(self) -> str:
        """In one line: "Topic: Youth or Reentry; state or territory: Kentucky"."""
        names = {"topics": "Topic", "states": "state or territory", "roles": "partner role"}
        parts = [
            f"{names[part]}: {' or '.join(label(facet, key) for key in self.kept[part])}"
            for part, facet in FACETS.items()
            if self.kept[part]
        ]
        told = "; ".join(parts)
        return told[:1].upper() + told[1:] if told else "Every member who wants newsletters"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people an audience is; `samples` of them are sample people, whose mail stays on the site."""

    people: int
    samples: int


def choices(part: str) -> list[tuple[str, str]]:
    """Key and label of every value of a part."""
    return list(facet_labels(FACETS[part]).items())


def readers(audience: Audience, *columns: Any) -> Select[*tuple[Any, ...]]:
    """These columns of User and Person for everyone the audience names: confirmed, not suspended, and willing."""
    return (
        select(*columns)
        .select_from(User)
        .join(Person, Person.id == User.person_id)
        .where(
            User.confirmed_at.is_not(None),
            User.suspended_at.is_(None),
            wants(KIND),
            *narrowed(audience),
        )
    )


def narrowed(audience: Audience) -> Sequence[ColumnElement[bool]]:
    """SQL: what each part asks of a user and their person."""
    found: list[ColumnElement[bool]] = []
    if audience.topics:
        follows = exists().where(
            Follow.user_id == User.id, Follow.kind == "topic", Follow.key.in_(audience.topics)
        )
        found.append(or_(follows, has_term("topic", audience.topics)))
    if audience.states:
        found.append(has_term("state", audience.states))
    if audience.roles:
        found.append(has_term("role", audience.roles))
    return found


def has_term(facet: str, keys: Sequence[str]) -> ColumnElement[bool]:
    return exists().where(
        PersonTerm.person_id == Person.id, PersonTerm.facet == facet, PersonTerm.key.in_(keys)
    )


def reach(audience: Audience) -> Reach:
    """How many people would get an issue for this audience now."""
    samples = func.sum(case((Person.is_sample, 1), else_=0))
    people, of_sample = db.session.execute(readers(audience, func.count(), samples)).one()
    return Reach(people, of_sample or 0)

"""What can be followed, what it is called, and who follows it.

Whoever has a part in a thing (wrote it, asked it, answered in it) follows it without asking. A row of Follow of the
kind "stop:<kind>" says that they do not want to: nothing else remembers that.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, or_, select

from ion.base.vocabulary.places import STATES
from ion.base.vocabulary.roles import ROLES
from ion.core import items, reading
from ion.core.labels import facet_labels
from ion.core.people import PERSON_SEEN, page_path
from ion.core.ports.followables import FOLLOWABLES
from ion.core.ports.subjects import SUBJECTS
from ion.models import Follow, Item, ItemAuthor, Organization, Person

STOPPED = "stop:"
FACET_ADDRESSES = {
    "topic": "/practices/?topic=",
    "series": "/blog/series/",
    "role": "/roles/",
    "state": "/states/",
}
KIND_LABELS = {
    "topic": "Topic",
    "series": "Series",
    "role": "Partner role",
    "state": "State",
    "person": "Person",
    "organization": "Organization",
}
LONGEST_ID = 9
"""Digits of an id; what is longer is none, and too long for PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that can be followed: its name and where it stands."""

    kind: str
    key: str
    kind_label: str
    name: str
    path: str


def stop_of(kind: str) -> str:
    """The kind of the rows that say: no more of this thing, though it is mine."""
    return STOPPED + kind


def is_owned(kind: str) -> bool:
    """Whether things of the kind are followed without asking by who has a part in them."""
    return kind in SUBJECTS or kind in FOLLOWABLES


def is_part_of(person_id: Any) -> ColumnElement[bool]:
    """SQL beside Item: the person is its author, sent it in, or put it up."""
    is_author = ItemAuthor.item_id == Item.id, ItemAuthor.person_id == person_id
    return or_(
        select(ItemAuthor.item_id).where(*is_author).exists(),
        Item.submitted_by_id == person_id,
        Item.posted_by_id == person_id,
    )


def following(kind: str, key: str) -> Select[*tuple[Any, ...]]:
    """The ids of the users who asked to follow (kind, key)."""
    return select(Follow.user_id).where(Follow.kind == kind, Follow.key == key)


def stopped(kind: str, key: str) -> Select[*tuple[Any, ...]]:
    """The ids of the users who do not want to hear of (kind, key), though they had a part in it."""
    return following(stop_of(kind), key)


FOLLOWED = select(Follow.kind, Follow.key).where(Follow.user_id == bindparam("user_id", type_=Integer))
FOLLOWS = FOLLOWED.where(Follow.kind == bindparam("kind"), Follow.key == bindparam("key"))


def follows(user_id: int, kind: str, key: str) -> bool:
    """Whether the user asked to follow (kind, key)."""
    return reading.rows(FOLLOWS, user_id=user_id, kind=kind, key=key).first() is not None


def pairs_of(user_id: int) -> set[tuple[str, str]]:
    """All that the user asked to follow or to hear no more of (see `stop_of`), as (kind, key)."""
    return {(row.kind, row.key) for row in reading.rows(FOLLOWED, user_id=user_id)}


def can_be_followed(kind: str, key: str, scopes: frozenset[str]) -> bool:
    """Whether (kind, key) is a thing that a holder of `scopes`, all of them, may know of and follow."""
    return bool(names({(kind, key)}, scopes))


def names(pairs: Collection[tuple[str, str]], scopes: frozenset[str]) -> dict[tuple[str, str], Followed]:
    """What these pairs are called and where they stand; what is unknown or may not be seen is absent."""
    found = facets_named(pairs) | rows_named(pairs, scopes)
    for offer in FOLLOWABLES:
        ids = ids_among(pairs, offer.kind)
        for id, named in offer.named(ids, scopes).items() if ids else ():
            key = (offer.kind, str(id))
            found[key] = Followed(*key, offer.label, named.name, named.path)
    wanted = {id: kind for kind in SUBJECTS.kinds() for id in ids_among(pairs, kind)}
    for id, subject in items.subjects(list(wanted), scopes).items():
        if (subject.kind, str(id)) in pairs:
            label = SUBJECTS[subject.kind].label.capitalize()
            found[subject.kind, str(id)] = Followed(subject.kind, str(id), label, subject.title, subject.path)
    return found


def ids_among(pairs: Collection[tuple[str, str]], kind: str) -> list[int]:
    """The ids that are the keys of the pairs of a kind."""
    return [int(key) for one, key in pairs if one == kind and key.isdecimal() and len(key) <= LONGEST_ID]


def facets_named(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Followed]:
    labels: dict[str, Mapping[str, str]] = {
        "role": {term.key: term.label for term in ROLES.terms},
        "state": {term.key: term.label for term in STATES.terms},
    }
    for facet in ("topic", "series"):
        if any(kind == facet for kind, _ in pairs):
            labels[facet] = facet_labels(facet)
    return {
        (kind, key): Followed(kind, key, KIND_LABELS[kind], labels[kind][key], FACET_ADDRESSES[kind] + key)
        for kind, key in pairs
        if key in labels.get(kind, ())
    }


def rows_named(pairs: Collection[tuple[str, str]], scopes: frozenset[str]) -> dict[tuple[str, str], Followed]:
    """Persons and organizations among the pairs."""
    found = {}
    if people := ids_among(pairs, "person"):
        for row in reading.rows(PERSONS, ids=people, scopes=sorted(scopes)):
            key = ("person", str(row.id))
            found[key] = Followed(*key, KIND_LABELS["person"], row.name, page_path(row.id))
    if places := ids_among(pairs, "organization"):
        for row in reading.rows(ORGANIZATIONS, ids=places):
            key = ("organization", str(row.id))
            found[key] = Followed(*key, KIND_LABELS["organization"], row.name, f"/directory/{row.slug}")
    return found


PERSONS = select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True)), PERSON_SEEN)
ORGANIZATIONS = select(Organization.id, Organization.name, Organization.slug).where(
    Organization.id.in_(bindparam("ids", expanding=True))
)

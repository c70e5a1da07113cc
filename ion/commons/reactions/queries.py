"""What a member liked, saved and follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, exists, func, select

from ion.base.vocabulary.places import STATES
from ion.base.vocabulary.roles import ROLES
from ion.core import items, reading
from ion.core.access import SEEN
from ion.core.labels import facet_labels
from ion.core.people import PERSON_SEEN
from ion.core.ports.subjects import SUBJECTS
from ion.models import Follow, Item, ItemCount, ItemLike, Organization, Person, SavedItem

FACET_ADDRESSES = {"topic": "/practices/?topic=", "role": "/roles/", "state": "/states/"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands with one reader: how many like it, and whether this reader does and keeps it."""

    likes: int
    is_liked: bool
    is_saved: bool


STANDING = select(
    ItemCount.likes,
    exists()
    .where(ItemLike.item_id == ItemCount.item_id, ItemLike.user_id == bindparam("user_id", type_=Integer))
    .label("is_liked"),
    exists()
    .where(SavedItem.item_id == ItemCount.item_id, SavedItem.user_id == bindparam("user_id", type_=Integer))
    .label("is_saved"),
).where(ItemCount.item_id == bindparam("id", type_=Integer))


def standing(item_id: int, user_id: int) -> Standing:
    """How an item stands with a user; `user_id` 0 is a visitor, who has liked and saved nothing."""
    row = reading.rows(STANDING, id=item_id, user_id=user_id).one_or_none()
    return Standing(row.likes, bool(row.is_liked), bool(row.is_saved)) if row else Standing(0, False, False)


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved item as its list shows it."""

    id: int
    kind_label: str
    title: str
    path: str
    summary: str
    note: str
    saved_at: datetime
    is_archived: bool
    is_sample: bool


OF_USER = SavedItem.user_id == bindparam("user_id", type_=Integer)
TOTALS = (
    select(Item.kind, func.count().label("number"))
    .select_from(SavedItem)
    .join(Item, and_(Item.id == SavedItem.item_id, SEEN), isouter=True)
    .where(OF_USER)
    .group_by(Item.kind)
)


@dataclass(frozen=True, slots=True)
class SavedTotals:
    """How many saved items of each kind a user may still see, by kind in the order of the kinds' plugging in.

    `hidden` are those that the user may not see any more: withdrawn, or meant for others now.
    """

    kinds: Mapping[str, int]
    hidden: int


def saved_totals(user_id: int, scopes: frozenset[str]) -> SavedTotals:
    """How many items the user saved."""
    rows = reading.rows(TOTALS, user_id=user_id, scopes=sorted(scopes))
    found = {row.kind: row.number for row in rows}
    seen = {kind: found.pop(kind) for kind in SUBJECTS.kinds() if kind in found}
    return SavedTotals(seen, sum(found.values()))


@cache
def saved_statement(of_kind: bool) -> Select[*tuple[Any, ...]]:
    """The list's question, of all kinds or of one, built once."""
    asked = (
        select(Item.id, SavedItem.note, SavedItem.at)
        .join(SavedItem, SavedItem.item_id == Item.id)
        .where(OF_USER, SEEN)
        .order_by(SavedItem.at.desc(), Item.id.desc())
        .offset(bindparam("offset"))
        .limit(bindparam("limit"))
    )
    return asked.where(Item.kind == bindparam("kind")) if of_kind else asked


def saved_rows(
    user_id: int, scopes: frozenset[str], kind: str = "", *, offset: int, limit: int
) -> list[SavedRow]:
    """Saved items that may still be seen, last saved first."""
    asked = {"user_id": user_id, "scopes": sorted(scopes), "offset": offset, "limit": limit, "kind": kind}
    rows = reading.rows(saved_statement(bool(kind)), **asked).all()
    subjects = items.subjects([row.id for row in rows], scopes)
    return [
        SavedRow(
            id=row.id,
            kind_label=SUBJECTS[subject.kind].label,
            title=subject.title,
            path=subject.path,
            summary=subject.summary,
            note=row.note,
            saved_at=row.at,
            is_archived=subject.is_archived,
            is_sample=subject.is_sample,
        )
        for row in rows
        if (subject := subjects.get(row.id))
    ]


FOLLOWED = select(Follow.kind, Follow.key).where(Follow.user_id == bindparam("user_id", type_=Integer))
FOLLOWS = FOLLOWED.where(Follow.kind == bindparam("kind"), Follow.key == bindparam("key"))


def follows(user_id: int, kind: str, key: str) -> bool:
    """Whether the user follows (kind, key)."""
    return reading.rows(FOLLOWS, user_id=user_id, kind=kind, key=key).first() is not None


@dataclass(frozen=True, slots=True)
class Followed:
    """Something a user follows: its name and where it stands; a thing that is gone has no path."""

    kind: str
    key: str
    kind_label: str
    name: str
    path: str


KIND_LABELS = {
    "topic": "Topic",
    "role": "Partner role",
    "state": "State",
    "person": "Person",
    "organization": "Organization",
}


def can_be_followed(kind: str, key: str, scopes: frozenset[str]) -> bool:
    """Whether (kind, key) is a thing that a holder of `scopes` may know of and follow."""
    return bool(names({(kind, key)}, scopes))


def followed(user_id: int, scopes: frozenset[str]) -> list[Followed]:
    """Everything the user follows that may still be seen, by kind and name."""
    pairs = {(kind, key) for kind, key in reading.rows(FOLLOWED, user_id=user_id)}
    found = names(pairs, scopes)
    order = [*KIND_LABELS, *SUBJECTS.kinds()]
    return sorted(found.values(), key=lambda one: (order.index(one.kind), one.name.casefold(), one.key))


def names(pairs: set[tuple[str, str]], scopes: frozenset[str]) -> dict[tuple[str, str], Followed]:
    """What these pairs are called and where they stand; what is unknown or may not be seen is absent."""
    found = facets_named(pairs)
    found |= rows_named(pairs, scopes)
    ids = {int(key): kind for kind, key in pairs if kind in SUBJECTS and key.isdecimal() and len(key) < 10}
    for id, subject in items.subjects(list(ids), scopes).items():
        if subject.kind == ids[id]:
            label = SUBJECTS[subject.kind].label.capitalize()
            found[subject.kind, str(id)] = Followed(subject.kind, str(id), label, subject.title, subject.path)
    return found


def facets_named(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], Followed]:
    labels: dict[str, Mapping[str, str]] = {
        "role": {term.key: term.label for term in ROLES.terms},
        "state": {term.key: term.label for term in STATES.terms},
    }
    if any(kind == "topic" for kind, _ in pairs):
        labels["topic"] = facet_labels("topic")
    return {
        (kind, key): Followed(kind, key, KIND_LABELS[kind], labels[kind][key], FACET_ADDRESSES[kind] + key)
        for kind, key in pairs
        if key in labels.get(kind, ())
    }


def rows_named(pairs: set[tuple[str, str]], scopes: frozenset[str]) -> dict[tuple[str, str], Followed]:
    """Persons and organizations among the pairs."""
    people = [int(key) for kind, key in pairs if kind == "person" and key.isdecimal() and len(key) < 10]
    places = [int(key) for kind, key in pairs if kind == "organization" and key.isdecimal() and len(key) < 10]
    found = {}
    if people:
        for row in reading.rows(PERSONS, ids=people, scopes=sorted(scopes)):
            key = ("person", str(row.id))
            found[key] = Followed(*key, KIND_LABELS["person"], row.name, f"/people/{row.id}")
    if places:
        for row in reading.rows(ORGANIZATIONS, ids=places):
            key = ("organization", str(row.id))
            found[key] = Followed(*key, KIND_LABELS["organization"], row.name, f"/directory/{row.slug}")
    return found


PERSONS = select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True)), PERSON_SEEN)
ORGANIZATIONS = select(Organization.id, Organization.name, Organization.slug).where(
    Organization.id.in_(bindparam("ids", expanding=True))
)

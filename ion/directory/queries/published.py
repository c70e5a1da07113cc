"""What was published about a role or a state, or by the people of an organization."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from ion.core import clock, items, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.core.people import PERSON_SEEN
from ion.core.ports.subjects import SUBJECTS, Subject
from ion.models import Item, ItemAuthor, ItemTerm, Person, Webinar

TEXTS = ("practice", "post")
WEBINAR = "webinar"
SHOWN = 5
FRESH = timedelta(minutes=1)
"""How old a remembered list of webinars may be: being over changes it, and so does a new time."""


@dataclass(frozen=True, slots=True)
class Source:
    """Which items: `name` tells one source from another in memory, `condition` is SQL over Item."""

    name: Hashable
    condition: ColumnElement[bool]


def tagged(facet: str, key: str) -> Source:
    """Items that have this facet value."""
    have = select(ItemTerm.item_id).where(ItemTerm.facet == facet, ItemTerm.key == key)
    return Source(("tagged", facet, key), Item.id.in_(have))


def by_people_of(organization_id: int) -> Source:
    """Items with someone in the byline who works there and whose page the viewer may see."""
    theirs = (
        select(ItemAuthor.item_id)
        .join(Person, Person.id == ItemAuthor.person_id)
        .where(Person.organization_id == organization_id, PERSON_SEEN)
    )
    return Source(("people of", organization_id), Item.id.in_(theirs))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The newest items of one kind: `total` is how many there are, `plural` what the kind is called."""

    kind: str
    plural: str
    total: int
    items: Sequence[Subject]


def shelves(source: Source, scopes: frozenset[str]) -> list[Shelf]:
    """The newest current practices and posts of a source; a kind without any is absent."""
    kinds = (*TEXTS, "person", "organization")
    return tallies.recall(kinds, ("shelves", source.name, scopes), lambda: read_shelves(source, scopes))


def read_shelves(source: Source, scopes: frozenset[str]) -> list[Shelf]:
    found = reading.rows(newest_of_each(source), scopes=sorted(scopes), now=clock.now()).all()
    subjects = items.subjects([row.id for row in found], scopes)
    shelves = []
    for kind in TEXTS:
        rows = [row for row in found if row.kind == kind and row.id in subjects]
        if rows:
            label = SUBJECTS[kind].plural.capitalize()
            shelves.append(Shelf(kind, label, rows[0].total, [subjects[row.id] for row in rows]))
    return shelves


def newest_of_each(source: Source) -> Select[*tuple[Any, ...]]:
    """The SHOWN newest items of each kind, and how many there are of that kind."""
    newest = (Item.published_at.desc(), Item.id.desc())
    ranked = (
        select(
            Item.id,
            Item.kind,
            func.row_number().over(partition_by=Item.kind, order_by=newest).label("position"),
            func.count().over(partition_by=Item.kind).label("total"),
        )
        .where(Item.kind.in_(TEXTS), SEEN, CURRENT, source.condition)
        .subquery()
    )
    return select(ranked).where(ranked.c.position <= SHOWN).order_by(ranked.c.kind, ranked.c.position)


@dataclass(frozen=True, slots=True)
class WebinarLine:
    """A webinar in a list; `starts_at` is an instant."""

    title: str
    path: str
    starts_at: datetime
    is_cancelled: bool
    is_sample: bool


def webinars(source: Source, scopes: frozenset[str], *, upcoming: bool) -> list[WebinarLine]:
    """Up to SHOWN webinars of a source: those that are not over, soonest first; or all, latest first."""
    name = ("webinars", source.name, scopes, upcoming)
    kinds = (WEBINAR, "person", "organization")
    return tallies.recall(kinds, name, lambda: read_webinars(source, scopes, upcoming), lasts=FRESH)


def read_webinars(source: Source, scopes: frozenset[str], upcoming: bool) -> list[WebinarLine]:
    asked = (
        select(Item.id, Webinar.starts_at, Webinar.cancelled_at)
        .join(Webinar, Webinar.item_id == Item.id)
        .where(Item.kind == WEBINAR, SEEN, CURRENT, source.condition)
        .limit(SHOWN)
    )
    at = clock.now()
    if upcoming:
        asked = asked.where(Webinar.ends_at > at, Webinar.cancelled_at.is_(None))
        asked = asked.order_by(Webinar.starts_at, Item.id)
    else:
        asked = asked.order_by(Webinar.starts_at.desc(), Item.id.desc())
    rows = reading.rows(asked, scopes=sorted(scopes), now=at).all()
    subjects = items.subjects([row.id for row in rows], scopes)
    return [
        WebinarLine(
            subject.title, subject.path, row.starts_at, row.cancelled_at is not None, subject.is_sample
        )
        for row in rows
        if (subject := subjects.get(row.id))
    ]

"""What is new and what is coming: read once for everybody who is briefed at the time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from ion.core import reading
from ion.core.access import CURRENT
from ion.models import (
    Item,
    ItemAuthor,
    ItemState,
    ItemTerm,
    PeerGroup,
    Person,
    Webinar,
)
from ion.models.types import UTCDateTime

Pair = tuple[str, str]
KINDS = ("practice", "post", "webinar", "group", "deck")
NEW_FOR = timedelta(days=14)
COMING_WITHIN = timedelta(days=14)
LOOKED_AT = 400
"""Of what is new and coming, at most."""
FACETS = ("series", "topic", "role", "state", "program")
CLOSENESS = ("person", "organization", "group", *FACETS)
AT = bindparam("now", type_=UTCDateTime)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A current item of which somebody may not have heard: what it is about, and whose it is."""

    kind: str
    id: int
    at: datetime
    starts_at: datetime | None
    audience: str
    pairs: frozenset[Pair]
    people: frozenset[int]


FRESH = (
    select(
        Item.id,
        Item.kind,
        Item.published_at,
        Item.audience,
        Item.submitted_by_id,
        Item.posted_by_id,
        Webinar.starts_at,
        PeerGroup.item_id.label("group_id"),
    )
    .join(Webinar, Webinar.item_id == Item.id, isouter=True)
    .join(PeerGroup, and_(PeerGroup.series == Webinar.series, PeerGroup.series != ""), isouter=True)
    .where(Item.kind.in_(KINDS), Item.state == ItemState.PUBLISHED, CURRENT)
    .where(
        or_(
            and_(Webinar.item_id.is_(None), Item.published_at > bindparam("since", type_=UTCDateTime)),
            and_(
                Webinar.cancelled_at.is_(None),
                Webinar.starts_at > AT,
                or_(
                    Webinar.starts_at <= bindparam("until", type_=UTCDateTime),
                    Item.published_at > bindparam("since", type_=UTCDateTime),
                ),
            ),
        )
    )
    .order_by(Item.published_at.desc(), Item.id.desc())
    .limit(LOOKED_AT)
)
IDS: Any = bindparam("ids", expanding=True)
TERMS = select(ItemTerm.item_id, ItemTerm.facet, ItemTerm.key).where(
    ItemTerm.item_id.in_(IDS), ItemTerm.facet.in_(FACETS)
)
AUTHORS = (
    select(ItemAuthor.item_id, Person.id, Person.organization_id)
    .join(Person, Person.id == ItemAuthor.person_id)
    .where(ItemAuthor.item_id.in_(IDS))
)


def candidates(at: datetime) -> list[Candidate]:
    """What is new, and the webinars that come soon, the newest first."""
    asked = {"now": at, "since": at - NEW_FOR, "until": at + COMING_WITHIN}
    rows = {row.id: row for row in reading.rows(FRESH, **asked)}
    pairs: dict[int, set[Pair]] = defaultdict(set)
    people: dict[int, set[int]] = defaultdict(set)
    if rows:
        for id, facet, key in reading.rows(TERMS, ids=list(rows)):
            pairs[id].add((facet, key))
        for id, person_id, organization_id in reading.rows(AUTHORS, ids=list(rows)):
            people[id].add(person_id)
            pairs[id].add(("person", str(person_id)))
            pairs[id] |= {("organization", str(organization_id))} if organization_id else set()
    return [candidate(row, pairs[row.id], people[row.id]) for row in rows.values()]


def candidate(row: Any, pairs: set[Pair], people: set[int]) -> Candidate:
    group = {("group", str(row.group_id))} if row.group_id else set()
    own = {id for id in (row.submitted_by_id, row.posted_by_id) if id}
    return Candidate(
        row.kind,
        row.id,
        row.published_at,
        row.starts_at,
        row.audience,
        frozenset(pairs | group),
        frozenset(people | own),
    )

"""The newest things, remembered for all who may see the same, with everything that a reason can be made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from ion.core import clock, reading, tallies
from ion.core.access import CURRENT, SEEN
from ion.models import Item, ItemAuthor, ItemTerm
from ion.models.types import UTCDateTime

KINDS = ("practice", "post", "webinar")
FACETS = ("topic", "role", "state", "region")
LOOKED_AT = 400  # of the newest things, at most
LONGEST = timedelta(days=60)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest things of KINDS, the newest first; what has a facet value, and what somebody wrote, by place."""

    ids: Sequence[int]
    published: Sequence[datetime]
    having: Mapping[Pair, Sequence[int]]
    written: Mapping[int, Sequence[int]]


NEWEST = (
    select(Item.id, Item.published_at)
    .where(Item.kind.in_(KINDS), SEEN, CURRENT)
    .where(Item.published_at > bindparam("since", type_=UTCDateTime))
    .order_by(Item.published_at.desc(), Item.id.desc())
    .limit(LOOKED_AT)
)
ABOUT = select(ItemTerm.item_id, ItemTerm.facet, ItemTerm.key).where(
    ItemTerm.item_id.in_(bindparam("ids", expanding=True)), ItemTerm.facet.in_(FACETS)
)
WRITTEN = select(ItemAuthor.item_id, ItemAuthor.person_id).where(
    ItemAuthor.item_id.in_(bindparam("ids", expanding=True))
)


def newest(scopes: frozenset[str]) -> Newest:
    """The newest current things that a holder of `scopes` may see, from memory until any thing of KINDS changes."""
    return tallies.recall(KINDS, ("newest", scopes), lambda: read_newest(scopes))


def read_newest(scopes: frozenset[str]) -> Newest:
    at = clock.now()
    rows = reading.rows(NEWEST, since=at - LONGEST, scopes=sorted(scopes), now=at).all()
    ids = [row.id for row in rows]
    place = {id: place for place, id in enumerate(ids)}
    having: dict[Pair, list[int]] = {}
    written: dict[int, list[int]] = {}
    if ids:
        for id, facet, key in reading.rows(ABOUT, ids=ids):
            having.setdefault((facet, key), []).append(place[id])
        for id, person in reading.rows(WRITTEN, ids=ids):
            written.setdefault(person, []).append(place[id])
    return Newest(ids, [row.published_at for row in rows], having, written)

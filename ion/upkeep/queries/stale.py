"""Published items that nobody published, reviewed or changed for long."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from ion.core import clock, items, reading
from ion.core.access import current
from ion.core.staleness import HANDWORK, LAST_ON, untouched
from ion.models import Item, ItemCount, ItemState, Person, Revision, User
from ion.upkeep.queries.things import Thing, thing_of

PATH = "/staff/stale"
KINDS = ("post", "practice")
"""A webinar has its day; what it says is not looked at again."""

poster, owner = aliased(Person), aliased(Person)


def stale(scopes: frozenset[str], *columns: Any) -> Select[*tuple[Any, ...]]:
    """Of the stale items that a holder of `scopes` may know of; archived ones were seen to."""
    return (
        select(*columns)
        .select_from(Item)
        .join(Revision, HANDWORK, isouter=True)
        .where(
            Item.kind.in_(KINDS),
            Item.state == ItemState.PUBLISHED,
            current(clock.now()),
            Item.audience.in_(sorted(scopes)),
            untouched(),
        )
    )


def totals(scopes: frozenset[str]) -> dict[str, int]:
    """How many stale items each kind has; kinds without any are absent."""
    rows = reading.rows(stale(scopes, Item.kind, func.count()).group_by(Item.kind))
    found = {kind: number for kind, number in rows}
    return {kind: found[kind] for kind in KINDS if kind in found}


@dataclass(frozen=True, slots=True)
class StaleRow:
    """A stale item, when it was last seen to, and whom to ask about it."""

    thing: Thing
    last_on: date
    owner: str
    poster: str
    views: int


def rows(scopes: frozenset[str], kind: str, *, offset: int, limit: int) -> list[StaleRow]:
    """Stale items of a kind, or of all, the longest unseen first."""
    asked = (
        stale(
            scopes,
            Item.id,
            Item.kind,
            Item.slug,
            Item.title,
            LAST_ON.label("last_on"),
            owner.name.label("owner"),
            poster.name.label("poster"),
            ItemCount.views,
        )
        .join(ItemCount, ItemCount.item_id == Item.id)
        .join(User, User.id == Item.owner_id, isouter=True)
        .join(owner, owner.id == User.person_id, isouter=True)
        .join(poster, poster.id == Item.posted_by_id, isouter=True)
        .order_by(LAST_ON, Item.id)
        .offset(offset)
        .limit(limit)
    )
    found = reading.rows(asked.where(Item.kind == kind) if kind else asked).all()
    paths = items.paths_of(found, scopes)
    return [
        StaleRow(thing_of(row, paths), row.last_on, row.owner or "", row.poster or "", row.views)
        for row in found
    ]

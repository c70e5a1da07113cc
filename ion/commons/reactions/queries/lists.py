"""The lists of what a member follows: what they chose, and what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, union_all

from ion.commons.reactions.queries.following import (
    KIND_LABELS,
    STOPPED,
    Followed,
    is_part_of,
    names,
    pairs_of,
)
from ion.core import reading
from ion.core.access import Viewer, scopes
from ion.core.ports.followables import FOLLOWABLES
from ion.core.ports.subjects import SUBJECTS
from ion.models import Follow, Item, ItemState


def followed(who: Viewer) -> list[Followed]:
    """Everything the viewer chose to follow that may still be seen, by kind and name."""
    found = names(pairs_of(who.id), scopes(who))
    order = [*KIND_LABELS, *SUBJECTS.kinds(), *FOLLOWABLES.kinds()]
    return sorted(found.values(), key=lambda one: (order.index(one.kind), one.name.casefold(), one.key))


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list, and how long the whole of it is."""

    rows: Sequence[Followed]
    total: int


def own_followed(who: Viewer, *, offset: int, limit: int) -> Page:
    """What the viewer follows since they had a part in it, the latest first; what may not be seen is left out."""
    rows = reading.rows(own_statement(who).offset(offset).limit(limit)).all()
    pairs = [(row.kind, str(row.id)) for row in rows]
    found = names(pairs, scopes(who))
    return Page([found[pair] for pair in pairs if pair in found], rows[0].total if rows else 0)


def own_statement(who: Viewer) -> Select[*tuple[Any, ...]]:
    """Rows of kind, id and `total`, the number of all of them."""
    parts = [
        select(Item.kind, Item.id, Item.published_at.label("at")).where(
            Item.state == ItemState.PUBLISHED, is_part_of(who.person_id)
        )
    ]
    for offer in FOLLOWABLES:
        own = offer.own(who.id, who.person_id).subquery()
        parts.append(select(literal(offer.kind).label("kind"), own.c.id, own.c.at))
    all_of_it = union_all(*parts).subquery()
    is_stopped = (
        select(Follow.key)
        .where(Follow.user_id == who.id, Follow.kind == literal(STOPPED) + all_of_it.c.kind)
        .where(Follow.key == cast(all_of_it.c.id, String))
        .exists()
    )
    return (
        select(all_of_it.c.kind, all_of_it.c.id, func.count().over().label("total"))
        .where(~is_stopped)
        .order_by(all_of_it.c.at.desc(), all_of_it.c.kind, all_of_it.c.id.desc())
    )

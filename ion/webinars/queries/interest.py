"""Who wants to be told of a webinar: how many, and whether one reader does."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Integer, and_, bindparam, case, func, select

from ion.core import reading
from ion.models import Interest, Wish

OF_WEBINAR = Interest.webinar_id == bindparam("id", type_=Integer)
WISHED = (
    select(
        Interest.wish,
        func.count().label("number"),
        func.count(
            case(
                (
                    and_(Interest.user_id == bindparam("user_id", type_=Integer), Interest.told_at.is_(None)),
                    1,
                )
            )
        ).label("own"),
    )
    .where(OF_WEBINAR)
    .group_by(Interest.wish)
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How many members ever wished to be told of each, and what one reader waits for."""

    counts: Mapping[Wish, int]
    own: frozenset[Wish]


def wishes(webinar_id: int, user_id: int) -> Wishes:
    """What is wished of one webinar; `user_id` 0 is a visitor, who has wished nothing."""
    rows = reading.rows(WISHED, id=webinar_id, user_id=user_id).all()
    return Wishes({row.wish: row.number for row in rows}, frozenset(row.wish for row in rows if row.own))


def interest_counts(webinar_id: int) -> Mapping[Wish, int]:
    """How many members want to be told that registration opens, and that the webinar is run again; both are keys."""
    return {wish: 0 for wish in Wish} | dict(wishes(webinar_id, 0).counts)

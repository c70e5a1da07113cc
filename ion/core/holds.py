"""What must be kept: while a hold of ION staff covers a thing, it is not deleted, withdrawn, or forgotten by age."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, not_, or_, select

from ion.base.extensions import db
from ion.models import ItemTerm, RecordHold

WORDS = (
    "This must be kept for now: ION staff placed a hold on records that cover it. It can be withdrawn "
    "once the hold is lifted."
)
"""What is said to who wants to delete or withdraw a thing that is covered."""


class Held(Exception):
    """A hold covers it; the text says so, in words for a page."""

    def __init__(self) -> None:
        super().__init__(WORDS)


def covers(*, person_ids: Collection[int], at: datetime, topics: Collection[str] = ()) -> bool:
    """Whether a standing hold covers a thing of these persons, made at an instant, about these topics."""
    return any(
        (hold.person_id is None or hold.person_id in person_ids)
        and (hold.topic is None or hold.topic in topics)
        and (hold.since is None or hold.since <= at)
        and (hold.until is None or at < hold.until)
        for hold in standing()
    )


def check(*, person_ids: Collection[int], at: datetime, topics: Collection[str] = ()) -> None:
    """Raise Held where a standing hold covers the thing."""
    if covers(person_ids=person_ids, at=at, topics=topics):
        raise Held


def standing() -> list[RecordHold]:
    """The holds that stand, the oldest first."""
    return list(
        db.session.scalars(select(RecordHold).where(RecordHold.lifted_at.is_(None)).order_by(RecordHold.id))
    )


def cover_item(item_id: int, *, person_ids: Collection[int], at: datetime) -> bool:
    """Whether a standing hold covers something of these persons on an item: its topics are those of the item."""
    if not standing():
        return False
    topics = select(ItemTerm.key).where(ItemTerm.item_id == item_id, ItemTerm.facet == "topic")
    return covers(person_ids=person_ids, at=at, topics=set(db.session.scalars(topics)))


def spared(
    at: SQLColumnExpression[datetime], person_id: SQLColumnExpression[int] | None = None
) -> ColumnElement[bool]:
    """SQL: no standing hold covers a row that was made `at` an instant by a person (None: by nobody in particular).

    Such rows are about no topic, so a hold on a topic covers none of them.
    """
    return not_(or_(false(), *(covering(hold, at, person_id) for hold in standing() if hold.topic is None)))


def covering(
    hold: RecordHold, at: SQLColumnExpression[datetime], person_id: SQLColumnExpression[int] | None
) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [at.is_not(None)]
    if hold.person_id is not None:
        parts.append(false() if person_id is None else person_id.is_not_distinct_from(hold.person_id))
    if hold.since is not None:
        parts.append(at >= hold.since)
    if hold.until is not None:
        parts.append(at < hold.until)
    return and_(*parts)

"""What must be kept: while a hold of ION staff covers a thing, it is not deleted, withdrawn, or forgotten by age."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from ion.base.extensions import db
from ion.models import RecordHold

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

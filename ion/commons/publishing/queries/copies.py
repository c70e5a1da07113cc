"""What users have open and not saved: their own copies, and who else has the page of writing open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.models import Person, User, WorkingCopy

OPEN_FOR = timedelta(minutes=15)
"""Who had the page open longer ago, without typing since, is not shown any more."""


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """What a user typed and did not save: form fields with their values, and the version it began from."""

    base: int
    fields: dict[str, Any]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has the page open: `has_unsaved` says that they typed something that is not saved."""

    name: str
    seen_at: datetime
    has_unsaved: bool


def kept_copy(item_id: int, user_id: int) -> KeptCopy | None:
    """The unsaved copy of one user; None where nothing unsaved is kept."""
    row = db.session.get(WorkingCopy, (item_id, user_id))
    if row is None or row.content is None or row.saved_at is None:
        return None
    return KeptCopy(row.base, row.content, row.saved_at)


def open_by_others(item_id: int, user_id: int) -> list[Reader]:
    """Who else had the page of writing open lately, the latest first."""
    rows = db.session.execute(
        select(Person.name, WorkingCopy.seen_at, WorkingCopy.saved_at)
        .select_from(WorkingCopy)
        .join(User, User.id == WorkingCopy.user_id)
        .join(Person, Person.id == User.person_id)
        .where(
            WorkingCopy.item_id == item_id,
            WorkingCopy.user_id != user_id,
            WorkingCopy.seen_at > clock.now() - OPEN_FOR,
        )
        .order_by(WorkingCopy.seen_at.desc(), WorkingCopy.user_id)
    )
    return [Reader(row.name, row.seen_at, row.saved_at is not None) for row in rows]

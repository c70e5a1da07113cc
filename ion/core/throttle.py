"""How often something may be tried, counted in a table so that it holds over processes.

Counting is one statement: 50 tries at once count as 50 on both databases. A count is committed even where the try
is refused, so these functions answer and never raise.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import insert_for
from ion.models import Throttle


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries of `action` by one subject within `window`, counted from the first of them."""

    action: str
    most: int
    window: timedelta


def subject_hash(subject: str) -> str:
    """What is kept of an address or an e-mail."""
    return hashlib.sha256(subject.strip().casefold().encode()).hexdigest()


def seconds_left(limit: Limit, subject: str) -> int:
    """How long the subject has to wait before another try; 0 when it may try now. Changes nothing."""
    row = db.session.execute(
        select(Throttle.count, Throttle.until).where(
            Throttle.action == limit.action, Throttle.subject == subject_hash(subject)
        )
    ).one_or_none()
    if row is None:
        return 0
    tries, until = row
    return wait(until) if tries >= limit.most else 0


def count(limit: Limit, subject: str) -> int:
    """Count one try; returns how many seconds to wait when this one was too many, else 0. Inside a unit of work."""
    at = clock.now()
    fresh = insert_for(db.session(), Throttle).values(
        action=limit.action, subject=subject_hash(subject), count=1, until=at + limit.window
    )
    is_over = Throttle.until <= at
    counted = fresh.on_conflict_do_update(
        index_elements=["action", "subject"],
        set_={
            "count": case((is_over, 1), else_=Throttle.count + 1),
            "until": case((is_over, fresh.excluded.until), else_=Throttle.until),
        },
    ).returning(Throttle.count, Throttle.until)
    tries, until = db.session.execute(counted).one()
    return wait(until) if tries > limit.most else 0


def wait(until: datetime) -> int:
    seconds = (until - clock.now()).total_seconds()
    return max(1, round(seconds)) if seconds > 0 else 0


def forgive(limit: Limit, subject: str) -> None:
    """Forget the subject's tries, after one that succeeded. Inside a unit of work."""
    db.session.execute(
        delete(Throttle).where(Throttle.action == limit.action, Throttle.subject == subject_hash(subject))
    )


def forget_past() -> None:
    """Remove the windows that have ended; inside a unit of work, once a night."""
    db.session.execute(delete(Throttle).where(Throttle.until <= clock.now()))

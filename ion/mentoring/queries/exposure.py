"""How often mentors were suggested below the first rank, so that nobody is shown far beyond their openings."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from sqlalchemy import Integer, bindparam, func, select

from ion.core import clock, reading
from ion.core.mentoring import month_of
from ion.models import Exposure

SHOWN_FOR_EACH_OPENING = 5
"""On ranks 2 to 5 a mentor is suggested for at most so many needs in a month for each opening they have. The first
rank is never held back."""

SHOWN = (
    select(
        Exposure.mentor_id,
        func.count().label("number"),
        func.max(Exposure.need_id)
        .filter(Exposure.need_id == bindparam("need_id", type_=Integer))
        .label("here"),
    )
    .where(Exposure.mentor_id.in_(bindparam("ids", expanding=True)), Exposure.shown_on >= bindparam("since"))
    .group_by(Exposure.mentor_id)
)


def shown(mentor_ids: Sequence[int], need_id: int) -> dict[int, tuple[int, bool]]:
    """For how many needs each mentor was suggested below the first rank this month, and whether for this one."""
    since = month_of(clock.now().date())
    rows = reading.rows(SHOWN, ids=list(mentor_ids), need_id=need_id, since=since) if mentor_ids else ()
    return {row.mentor_id: (row.number, row.here is not None) for row in rows}


def has_room(mentor_id: int, openings: int, shown: Mapping[int, tuple[int, bool]]) -> bool:
    """Whether a mentor may be suggested below the first rank: who was already, for this need, stays."""
    number, is_here = shown.get(mentor_id, (0, False))
    return openings > 0 and (is_here or number < openings * SHOWN_FOR_EACH_OPENING)


def lot(need_id: int, mentor_id: int) -> bytes:
    """What decides between mentors who fit equally well: the lower first. Another need draws another order."""
    return sha256(f"{need_id}:{mentor_id}".encode()).digest()

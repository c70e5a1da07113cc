"""Noting whom a page suggested below the first rank, so that exposure follows openings."""

from collections.abc import Collection

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import insert_for
from ion.models import Exposure


def note_shown(need_id: int, mentor_ids: Collection[int]) -> None:
    """Each of these mentors is shown for the need today, below the first rank; counted once a month for a need."""
    today = clock.now().date()
    for mentor_id in sorted(mentor_ids):
        row = insert_for(db.session(), Exposure).values(mentor_id=mentor_id, need_id=need_id, shown_on=today)
        db.session.execute(
            row.on_conflict_do_update(index_elements=["mentor_id", "need_id"], set_={"shown_on": today})
        )

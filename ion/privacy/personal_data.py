"""What privacy and civility keep of somebody: blocks, copies of their data, their departure, holds that they placed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, or_, select

from ion.base.extensions import db
from ion.commons.files import services as files
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import Block, DataExport, Departure, RecordHold
from ion.privacy.queries.copies import EXPORT


class PrivacyData:
    """Whom a user blocked, and what they asked of their own data."""

    kind = "privacy"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        """Holds are told to who placed them alone: to others they are a matter of ION staff."""
        placed = or_(RecordHold.placed_by_id == user_id, RecordHold.lifted_by_id == user_id)
        return {
            "blocked": rows(Block, Block.user_id == user_id),
            "copies": rows(DataExport, DataExport.user_id == user_id),
            "departure": rows(Departure, Departure.user_id == user_id),
            "holds_placed": rows(RecordHold, placed, hide=("placed_by_id", "lifted_by_id")),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        exports = select(DataExport.id).where(DataExport.user_id == user_id)
        for id in db.session.scalars(exports).all():
            files.forget_of(EXPORT, id)
        db.session.execute(delete(DataExport).where(DataExport.user_id == user_id))
        db.session.execute(delete(Block).where(or_(Block.user_id == user_id, Block.blocked_id == user_id)))

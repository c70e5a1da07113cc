"""Who may download a copy of somebody's data: its owner alone, while it lasts."""

from collections.abc import Collection

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.models import DataExport
from ion.privacy.queries.copies import EXPORT


class ExportParent:
    """The side of privacy for files of kind "export"."""

    kind = EXPORT

    def may_see(self, id: int, user_id: int | None, scopes: frozenset[str]) -> bool:
        if user_id is None:
            return False
        export = db.session.get(DataExport, id)
        return (
            export is not None
            and export.user_id == user_id
            and export.expires_at is not None
            and export.expires_at > clock.now()
        )

    def existing(self, ids: Collection[int]) -> Collection[int]:
        return db.session.scalars(select(DataExport.id).where(DataExport.id.in_(ids))).all()

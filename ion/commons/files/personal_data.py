"""What files keep of somebody: those that they uploaded."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update

from ion.base.extensions import db
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import File

NOT_TOLD = ("token", "storage_key")
OF_NO_ROOM = ("export",)
"""Kinds of parents whose files are no uploads."""


class FileData:
    """The files that a user uploaded, wherever they hang."""

    kind = "files"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        return {"uploaded": rows(File, *uploaded(user_id), hide=NOT_TOLD)}

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        found = select(File.id, File.name, File.storage_key).where(*uploaded(user_id)).order_by(File.id)
        return [OwnFile(f"{row.id}-{row.name}", row.storage_key) for row in db.session.execute(found)]

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """Files are a part of what they hang on, and stay with it; nobody in particular uploaded them."""
        db.session.execute(update(File).where(*uploaded(user_id)).values(user_id=None))


def uploaded(user_id: int) -> tuple[Any, ...]:
    return File.user_id == user_id, File.parent_kind.not_in(OF_NO_ROOM)

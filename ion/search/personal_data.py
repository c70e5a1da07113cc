"""What search keeps of somebody: their last few searches."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete

from ion.base.extensions import db
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import RecentSearch


class SearchData:
    """The last searches of a user."""

    kind = "searches"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        return {"searches": rows(RecentSearch, RecentSearch.user_id == user_id)}

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        db.session.execute(delete(RecentSearch).where(RecentSearch.user_id == user_id))

"""What the blog keeps of somebody: the spotlights about them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing.services.departing import delete_item
from ion.core.portable import about, rows
from ion.core.ports.personal import OwnFile
from ion.models import Item, Spotlight


class SpotlightData:
    """Posts about a person, written by others."""

    kind = "spotlights"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        return {"spotlights": about(rows(Spotlight, Spotlight.person_id == person_id), user_id)}

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """A post about nobody but them goes where nothing is to stay; else it stays, as others wrote it."""
        if keep:
            return
        found = select(Item).join(Spotlight, Spotlight.item_id == Item.id)
        for item in db.session.scalars(found.where(Spotlight.person_id == person_id)).all():
            delete_item(item)

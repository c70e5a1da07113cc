"""What reactions keep of somebody: likes, saved items with their notes, and what they follow."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select, update

from ion.base.extensions import db
from ion.core.portable import about, rows
from ion.core.ports.personal import OwnFile
from ion.models import Follow, ItemCount, ItemLike, SavedItem


class ReactionData:
    """What a user likes, saved and follows."""

    kind = "reactions"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        return {
            "likes": about(rows(ItemLike, ItemLike.user_id == user_id), user_id),
            "saved": about(rows(SavedItem, SavedItem.user_id == user_id), user_id),
            "follows": rows(Follow, Follow.user_id == user_id),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """All of it goes, and what was liked is counted anew."""
        liked = select(ItemLike.item_id).where(ItemLike.user_id == user_id)
        db.session.execute(
            update(ItemCount)
            .where(ItemCount.item_id.in_(liked))
            .values(likes=ItemCount.likes - 1)
            .execution_options(synchronize_session=False)
        )
        for model in (ItemLike, SavedItem, Follow):
            db.session.execute(delete(model).where(model.user_id == user_id))

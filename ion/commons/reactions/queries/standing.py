"""How an item stands with one reader."""

from dataclasses import dataclass

from sqlalchemy import Integer, String, and_, bindparam, cast, exists, literal, or_, select

from ion.commons.reactions.queries.following import STOPPED, is_part_of
from ion.core import reading
from ion.models import Follow, Item, ItemCount, ItemLike, SavedItem

USER = bindparam("user_id", type_=Integer)
OF_ITEM = Follow.user_id == USER, Follow.key == cast(Item.id, String)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands with one reader: how many like it, and whether this reader does, keeps it and follows it."""

    likes: int
    is_liked: bool
    is_saved: bool
    is_followed: bool = False


STANDING = (
    select(
        ItemCount.likes,
        exists().where(ItemLike.item_id == ItemCount.item_id, ItemLike.user_id == USER).label("is_liked"),
        exists().where(SavedItem.item_id == ItemCount.item_id, SavedItem.user_id == USER).label("is_saved"),
        or_(
            exists().where(*OF_ITEM, Follow.kind == Item.kind),
            and_(
                is_part_of(bindparam("person_id", type_=Integer)),
                ~exists().where(*OF_ITEM, Follow.kind == literal(STOPPED) + Item.kind),
            ),
        ).label("is_followed"),
    )
    .join(Item, Item.id == ItemCount.item_id)
    .where(ItemCount.item_id == bindparam("id", type_=Integer))
)


def standing(item_id: int, user_id: int, person_id: int) -> Standing:
    """How an item stands with a user and their person; 0 is a visitor, who has liked, saved and followed nothing."""
    row = reading.rows(STANDING, id=item_id, user_id=user_id, person_id=person_id).one_or_none()
    if row is None:
        return Standing(0, is_liked=False, is_saved=False)
    return Standing(row.likes, bool(row.is_liked), bool(row.is_saved), bool(row.is_followed))

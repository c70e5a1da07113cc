"""The pictures of an item: which addresses its texts may show, and how large each picture is."""

from sqlalchemy import Integer, and_, bindparam, select

from ion.core import reading
from ion.models import File, Item

OF_ITEM = and_(File.parent_kind == Item.kind, File.parent_id == Item.id)
"""SQL: the file hangs on the item; ids of other kinds of parents are numbers, too."""

PICTURES = (
    select(File.token, File.width, File.height)
    .join(Item, OF_ITEM)
    .where(Item.id == bindparam("item_id", type_=Integer), File.width.is_not(None))
)


def pictures_of(item_id: int) -> dict[str, tuple[int, int]]:
    """Width and height in pixels of the item's pictures, by their path (/files/<token>)."""
    rows = reading.rows(PICTURES, item_id=item_id)
    return {f"/files/{row.token}": (row.width, row.height) for row in rows}

"""Who is on the roster of one group may write to each other."""

from collections.abc import Collection

from sqlalchemy import Integer, bindparam, literal, select
from sqlalchemy.orm import aliased

from ion.core import reading
from ion.groups.queries import KIND
from ion.models import GroupMember, GroupStanding, Item, ItemState

MOST = 300
"""People that are named for suggestions."""
mine, theirs = aliased(GroupMember), aliased(GroupMember)
SHARED = (
    select(theirs.user_id, Item.title)
    .join(mine, mine.group_id == theirs.group_id)
    .join(Item, Item.id == theirs.group_id)
    .where(
        mine.user_id == bindparam("user_id", type_=Integer),
        mine.standing != GroupStanding.ASKED,
        theirs.standing != GroupStanding.ASKED,
        theirs.user_id != mine.user_id,
        Item.state == ItemState.PUBLISHED,
    )
)
KNOWN = SHARED.with_only_columns(
    theirs.user_id, (literal("You are both in ") + Item.title + literal(".")).label("why")
).where(theirs.user_id.in_(bindparam("others", expanding=True)))
PEOPLE = SHARED.order_by(Item.title, theirs.user_id).limit(MOST)


class GroupContact:
    """People of one published peer-learning group; those who only ask to be let in are not of it yet."""

    kind = KIND
    known = KNOWN

    def people(self, user_id: int) -> Collection[int]:
        return list(dict.fromkeys(row.user_id for row in reading.rows(PEOPLE, user_id=user_id)))

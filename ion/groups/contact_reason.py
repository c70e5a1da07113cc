"""Who is on the roster of one group may write to each other."""

from collections.abc import Collection, Mapping

from sqlalchemy import Integer, bindparam, select
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
KNOWN = SHARED.where(theirs.user_id.in_(bindparam("others", expanding=True))).order_by(
    theirs.user_id, Item.title, Item.id
)
PEOPLE = SHARED.order_by(Item.title, theirs.user_id).limit(MOST)


class GroupContact:
    """People of one published peer-learning group; those who only ask to be let in are not of it yet."""

    kind = KIND

    def known(self, user_id: int, others: Collection[int]) -> Mapping[int, str]:
        found: dict[int, str] = {}
        for row in reading.rows(KNOWN, user_id=user_id, others=list(others)) if others else ():
            found.setdefault(row.user_id, f"You are both in {row.title}.")
        return found

    def people(self, user_id: int) -> Collection[int]:
        return list(dict.fromkeys(row.user_id for row in reading.rows(PEOPLE, user_id=user_id)))

"""Who looks after what is open when the time of an item is over."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, case, select

from ion.core import reading
from ion.models import Item, User, Webinar

ENDS = select(Webinar.ends_at).where(Webinar.item_id == bindparam("id", type_=Integer))
OWNERS = (
    select(User.id)
    .select_from(Item)
    .join(Webinar, Webinar.item_id == Item.id, isouter=True)
    .join(
        User,
        (User.person_id == Webinar.moderator_id)
        | (User.id == Item.owner_id)
        | (User.person_id == Item.posted_by_id),
    )
    .where(Item.id == bindparam("id", type_=Integer))
    .where(User.suspended_at.is_(None), User.confirmed_at.is_not(None))
    .order_by(case((User.person_id == Webinar.moderator_id, 0), (User.id == Item.owner_id, 1), else_=2))
    .limit(1)
)


def ends_at(item_id: int) -> datetime | None:
    """When the time of an item is over; None for one that has no time of its own."""
    row = reading.rows(ENDS, id=item_id).one_or_none()
    return row.ends_at if row else None


def default_owner(item_id: int) -> int | None:
    """The user who looks after an item's questions: its moderator, else its owner, else who posted it; None: nobody."""
    row = reading.rows(OWNERS, id=item_id).one_or_none()
    return row.id if row else None

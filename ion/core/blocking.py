"""Who does not want to hear of whom. A block is silent, and ends contact both ways."""

from sqlalchemy import delete, or_, select

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import insert_for
from ion.models import Block


def block(user_id: int, other_id: int) -> None:
    """The user wants no contact with the other; again changes nothing. Inside a unit of work."""
    row = insert_for(db.session(), Block).values(user_id=user_id, blocked_id=other_id, at=clock.now())
    db.session.execute(row.on_conflict_do_nothing())


def unblock(user_id: int, other_id: int) -> None:
    """Take the block back. Inside a unit of work."""
    db.session.execute(delete(Block).where(Block.user_id == user_id, Block.blocked_id == other_id))


def blocked_by(user_id: int) -> set[int]:
    """The users whom this user blocked."""
    return set(db.session.scalars(select(Block.blocked_id).where(Block.user_id == user_id)))


def apart(user_id: int) -> set[int]:
    """The users with whom there is no contact: whom this user blocked, and who blocked this user."""
    rows = db.session.execute(
        select(Block.user_id, Block.blocked_id).where(
            or_(Block.user_id == user_id, Block.blocked_id == user_id)
        )
    )
    return {id for row in rows for id in row} - {user_id}


def are_apart(user_id: int, other_id: int) -> bool:
    """Whether one of the two blocked the other."""
    return other_id in apart(user_id)

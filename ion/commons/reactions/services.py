"""Liking, saving and following. Each says what shall be, so that doing it twice is doing it once."""

from sqlalchemy import CursorResult, delete, update

from ion.base.extensions import db
from ion.core import clock
from ion.core.upsert import add_if_absent
from ion.models import Follow, ItemCount, ItemLike, SavedItem

LONGEST_NOTE = 2_000


class NotSaved(Exception):
    """A note was written on something that is not saved (any more)."""


def like(user_id: int, item_id: int, liked: bool) -> None:
    """Let the user like the item, or not; the counter moves only when this changes something."""
    if liked:
        changed = add_if_absent(db.session(), ItemLike, item_id=item_id, user_id=user_id, at=clock.now())
    else:
        gone = db.session.execute(
            delete(ItemLike).where(ItemLike.item_id == item_id, ItemLike.user_id == user_id)
        )
        assert isinstance(gone, CursorResult)
        changed = gone.rowcount == 1
    if changed:
        step = 1 if liked else -1
        db.session.execute(
            update(ItemCount).where(ItemCount.item_id == item_id).values(likes=ItemCount.likes + step)
        )


def save(user_id: int, item_id: int, saved: bool) -> None:
    """Keep the item at hand, or no more: its note goes with it."""
    if saved:
        add_if_absent(db.session(), SavedItem, item_id=item_id, user_id=user_id, note="", at=clock.now())
        return
    db.session.execute(delete(SavedItem).where(SavedItem.item_id == item_id, SavedItem.user_id == user_id))


def write_note(user_id: int, item_id: int, note: str) -> None:
    """Replace the note on a saved item; raises NotSaved."""
    written = db.session.execute(
        update(SavedItem)
        .where(SavedItem.item_id == item_id, SavedItem.user_id == user_id)
        .values(note=note[:LONGEST_NOTE])
    )
    assert isinstance(written, CursorResult)
    if written.rowcount != 1:
        raise NotSaved


def follow(user_id: int, kind: str, key: str, followed: bool) -> None:
    """Let the user hear of (kind, key), or no more."""
    if followed:
        add_if_absent(db.session(), Follow, user_id=user_id, kind=kind, key=key, at=clock.now())
        return
    db.session.execute(
        delete(Follow).where(Follow.user_id == user_id, Follow.kind == kind, Follow.key == key)
    )


def forget_followed(kind: str, key: str) -> None:
    """Let nobody follow (kind, key) any more, since it is gone."""
    db.session.execute(delete(Follow).where(Follow.kind == kind, Follow.key == key))

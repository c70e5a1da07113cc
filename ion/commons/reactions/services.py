"""Liking, saving and following. Each says what shall be, so that doing it twice is doing it once."""

from sqlalchemy import CursorResult, delete, update

from ion.base.extensions import db
from ion.commons.reactions import queries
from ion.core import clock, tokens
from ion.core.ports.followables import FOLLOWABLES
from ion.core.upsert import add_if_absent
from ion.models import Follow, ItemCount, ItemLike, SavedItem, Token

LONGEST_NOTE = 2_000
CHUNK = 500
UNFOLLOW = "unfollow"
UNFOLLOW_PATH = "/follow/stop/"
"""A token of this purpose stands behind it in a mail: `payload["things"]` are rows of (kind, key, name)."""


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
    """Let the user hear of (kind, key), or no more: not even where they had a part in it."""
    session, no_more = db.session(), queries.stop_of(kind)
    undone = no_more if followed else kind
    session.execute(delete(Follow).where(Follow.user_id == user_id, Follow.kind == undone, Follow.key == key))
    if followed:
        add_if_absent(session, Follow, user_id=user_id, kind=kind, key=key, at=clock.now())
    elif queries.is_owned(kind):
        add_if_absent(session, Follow, user_id=user_id, kind=no_more, key=key, at=clock.now())


def stop_by_mail(secret: str, number: int) -> str | None:
    """Let the reader of a mail follow no more what its line `number` is about; its name, or None where the secret is
    none (any more), or the mail has no such line. Twice is the same as once."""
    token = tokens.valid(UNFOLLOW, secret)
    named = thing_in(token, number) if token else None
    if token is None or token.subject_id is None or named is None:
        return None
    kind, key, name = named
    follow(token.subject_id, kind, key, False)
    return name


def thing_in(token: Token, number: int) -> tuple[str, str, str] | None:
    """What a line of a mail is about, as (kind, key, name)."""
    things = token.payload["things"]
    return tuple(things[number]) if 0 <= number < len(things) else None


def forget_followed(kind: str, key: str) -> None:
    """Let nobody follow (kind, key) any more, since it is gone."""
    kinds = (kind, queries.stop_of(kind))
    db.session.execute(delete(Follow).where(Follow.kind.in_(kinds), Follow.key == key))


def forget_under(item_id: int) -> None:
    """Let nobody follow what goes with an item that is gone: its threads and questions."""
    for offer in FOLLOWABLES:
        keys = [str(id) for id in db.session.scalars(offer.under(item_id))]
        kinds = (offer.kind, queries.stop_of(offer.kind))
        for start in range(0, len(keys), CHUNK):
            some = Follow.key.in_(keys[start : start + CHUNK])
            db.session.execute(delete(Follow).where(Follow.kind.in_(kinds), some))

"""What ION staff decide about stale items: confirmed current, or archived."""

from ion.base.extensions import db
from ion.core import audit, clock, signals
from ion.core.staleness import today
from ion.models import Item, ItemState
from ion.upkeep.queries.stale import KINDS
from ion.upkeep.services.refusing import Refused


def confirm_current(item_id: int, *, user_id: int) -> Item:
    """Say that somebody looked and the item still holds: it was reviewed today. Raises Refused."""
    item = live(item_id)
    before = item.reviewed_on
    item.reviewed_on = today()
    facts = {"reviewed_on": before.isoformat()} if before else None
    told(item, "confirmed current", user_id, facts, {"reviewed_on": item.reviewed_on.isoformat()})
    return item


def archive(item_id: int, *, user_id: int) -> Item:
    """Take the item out of lists and default search from now on; its page stays. Raises Refused."""
    item = live(item_id)
    before = item.expires_at
    item.expires_at = clock.now()
    facts = {"expires_at": before.isoformat()} if before else None
    told(item, "archived", user_id, facts, {"expires_at": item.expires_at.isoformat()})
    return item


def live(item_id: int) -> Item:
    """The item to decide about, kept from other writers."""
    item = db.session.get(Item, item_id, with_for_update=True)
    if item is None or item.kind not in KINDS or item.state != ItemState.PUBLISHED:
        raise Refused("It is not published any more, so there is nothing to decide.")
    if item.expires_at is not None and item.expires_at <= clock.now():
        raise Refused("It is archived already.")
    return item


def told(item: Item, deed: str, user_id: int, before: dict[str, str] | None, after: dict[str, str]) -> None:
    db.session.flush()
    audit.record(deed, kind=item.kind, id=item.id, user_id=user_id, before=before, after=after)
    signals.item_changed.send(item)

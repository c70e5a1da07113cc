"""Leaving: an item is withdrawn from its readers and comes back as a draft; what was never published is discarded."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing.policies import WITHDRAWAL_REASONS, Step, was_published
from ion.commons.publishing.queries.working import content_of, newest, version
from ion.commons.publishing.services.holding import hold
from ion.commons.publishing.services.refusals import Refused
from ion.commons.publishing.services.writing import add_version, drop_copy
from ion.core import audit, clock, holds, signals
from ion.models import Item, ItemState, Revision, Withdrawal


def withdraw(item_id: int, *, reason: str, user_id: int, note: str = "") -> None:
    """Take an item from its readers, or decline a draft: its address answers 404 to the public from now on.

    `reason` is a key of WITHDRAWAL_REASONS. What was scheduled is off the schedule; no version is lost.
    """
    held = hold(item_id)
    held.refuse_unless(Step.WITHDRAW)
    if reason not in WITHDRAWAL_REASONS:
        raise Refused("Choose why it is withdrawn.")
    if held.edition is not None:
        held.move(ItemState.DRAFT, user_id)
    held.item.state = ItemState.WITHDRAWN
    db.session.add(
        Withdrawal(item_id=item_id, user_id=user_id, reason=reason, note=note.strip()[:1000], at=clock.now())
    )
    db.session.flush()
    audit.record(
        "withdrawn", kind=held.item.kind, id=item_id, user_id=user_id, after={"reason": reason, "note": note}
    )
    signals.item_changed.send(held.item)


def reinstate(item_id: int, *, user_id: int) -> None:
    """Make a withdrawn item a draft again; its readers get it back when it is published."""
    held = hold(item_id)
    held.refuse_unless(Step.REINSTATE)
    if gone := db.session.get(Withdrawal, item_id):
        db.session.delete(gone)
    held.item.state = ItemState.DRAFT
    held.move(ItemState.DRAFT, user_id)
    db.session.flush()
    audit.record("reinstated", kind=held.item.kind, id=item_id, user_id=user_id)
    signals.item_changed.send(held.item)


def discard(item_id: int, *, user_id: int) -> bool:
    """Discard what readers never had. An item that was never published is deleted (True); of one that was, the
    newest version says again what readers have or had, and the discarded ones stay in its history (False). Raises
    Refused where it would delete what a hold covers."""
    held = hold(item_id)
    held.refuse_unless(Step.DISCARD)
    item = held.item
    if not was_published(item):
        refuse_kept(item)
        audit.record(
            "draft discarded", kind=item.kind, id=item_id, user_id=user_id, before={"title": item.title}
        )
        signals.item_removed.send(item)
        db.session.delete(item)
        return True
    live = version(item, item.live_revision) if item.live_revision else content_of(item, None)
    assert live is not None
    if live != content_of(item, newest(item_id)):
        add_version(held, live, user_id, "Changes discarded")
    if held.is_live:
        held.drop_edition()
    else:
        held.move(ItemState.DRAFT, user_id)
    drop_copy(item_id, user_id=user_id)
    audit.record("changes discarded", kind=item.kind, id=item_id, user_id=user_id)
    return False


def refuse_kept(item: Item) -> None:
    """Raise Refused where a hold covers the draft: what its authors and whoever saved a version of it wrote."""
    versions = db.session.scalars(select(Revision).where(Revision.item_id == item.id)).all()
    for saved in versions:
        content = saved.content
        people = {saved.person_id or 0} | {id for id in content.get("authors", ()) if isinstance(id, int)}
        if holds.covers(person_ids=people, at=saved.at, topics=set(content.get("topics", ()))):
            raise Refused(holds.WORDS)

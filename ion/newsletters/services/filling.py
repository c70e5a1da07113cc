"""Filling an issue: which published things stand in it, and in which order."""

from collections.abc import Sequence

from sqlalchemy import select

from ion.base.extensions import db
from ion.core.access import visible
from ion.models import Item, Newsletter, NewsletterItem
from ion.newsletters.queries.content import KINDS, READERS
from ion.newsletters.services.changing import Refused, locked, must_be_open, note_change

MOST = 30
FULL = f"An issue holds at most {MOST} things: nobody reads more."


def add(newsletter_id: int, item_ids: Sequence[int], *, user_id: int) -> None:
    """Put these behind what stands in the issue already; what members may not read is left out. Raises Refused."""
    newsletter, chosen = opened(newsletter_id)
    allowed = set(
        db.session.scalars(
            select(Item.id).where(Item.id.in_(item_ids), Item.kind.in_(KINDS), visible(READERS))
        )
    )
    new = [
        id for id in dict.fromkeys(item_ids) if id in allowed and id not in {each.item_id for each in chosen}
    ]
    if len(chosen) + len(new) > MOST:
        raise Refused(FULL)
    last = chosen[-1].position if chosen else 0
    db.session.add_all(
        NewsletterItem(newsletter_id=newsletter.id, item_id=id, position=last + number)
        for number, id in enumerate(new, 1)
    )
    if new:
        note_change(newsletter, user_id)


def remove(newsletter_id: int, item_id: int, *, user_id: int) -> None:
    """Take one out; nothing happens where it does not stand there. Raises Refused."""
    newsletter, chosen = opened(newsletter_id)
    for each in chosen:
        if each.item_id == item_id:
            db.session.delete(each)
            note_change(newsletter, user_id)


def move(newsletter_id: int, item_id: int, step: int, *, user_id: int) -> None:
    """Let one change places with its neighbor before (step -1) or behind it (+1), if there is one. Raises Refused."""
    newsletter, chosen = opened(newsletter_id)
    ids = [each.item_id for each in chosen]
    here = ids.index(item_id) if item_id in ids else -1
    there = here + step
    if here < 0 or not 0 <= there < len(chosen):
        return
    one, other = chosen[here], chosen[there]
    one.position, other.position = other.position, one.position
    note_change(newsletter, user_id)


def opened(newsletter_id: int) -> tuple[Newsletter, Sequence[NewsletterItem]]:
    """The issue, locked and open to changes, and what stands in it, in order. Raises Refused."""
    newsletter = locked(newsletter_id)
    must_be_open(newsletter)
    chosen = (
        select(NewsletterItem)
        .where(NewsletterItem.newsletter_id == newsletter_id)
        .order_by(NewsletterItem.position, NewsletterItem.item_id)
    )
    return newsletter, db.session.scalars(chosen).all()

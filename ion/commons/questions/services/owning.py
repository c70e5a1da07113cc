"""Who looks after questions that are open when the time of their item is over."""

from sqlalchemy import update

from ion.base.extensions import db
from ion.commons.questions.policies import WAITING_STATES
from ion.commons.questions.queries import owners
from ion.commons.questions.services.sheets import lock
from ion.core import clock, outbox
from ion.models import Item, Question

OWN = "questions.own"
"""The outbox's work of giving owners, asked for at the end of each item's time."""


def keep_owned(item_id: int) -> None:
    """See to it that what stays open gets an owner: now where the item's time is over, else when it will be."""
    end = owners.ends_at(item_id)
    if end is None or end <= clock.now():
        give_to_all(item_id)
    else:
        outbox.later(OWN, key=f"{item_id}:{end.isoformat()}", kind="item", id=item_id, not_before=end)


def settle(item_id: int) -> None:
    """Give owners to what is open, as far as the item's time is over; ask again for later where it was moved."""
    if db.session.get(Item, item_id) is None:
        return
    lock(item_id)
    keep_owned(item_id)


def give_to_all(item_id: int) -> None:
    """Give every held and open question that nobody owns to the item's own person; nobody, where there is none."""
    owner_id = owners.default_owner(item_id)
    if owner_id is not None:
        db.session.execute(
            update(Question)
            .where(
                Question.item_id == item_id, Question.state.in_(WAITING_STATES), Question.owner_id.is_(None)
            )
            .values(owner_id=owner_id)
        )

"""Caring for mail that did not go well, stopping mail that is not wanted, and forgetting what is old."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from ion.base.extensions import db
from ion.commons.mailing.queries import IS_GIVEN_UP, TASKS
from ion.commons.mailing.services.asking import new_message_id, send_later
from ion.commons.mailing.services.handing import OFF, UNSUBSCRIBE, close
from ion.core import audit, clock, holds, tokens
from ion.core.ports import mail
from ion.models import Delivery, Fate, OutboxRow, User

SENT_AGAIN = "It was sent again as a new mail."


class NotSentAgain(Exception):
    """This mail is not one that a person may send again: it arrived, waits, or was sent again before."""


def send_again(delivery_id: int, by_user_id: int) -> Delivery:
    """Send a mail again that was refused or whose fate is unknown; returns the new mail, with an id of its own.

    One that was given up was never taken, so it is tried again itself. Raises NotSentAgain; also for the second of
    two who ask at once.
    """
    old = db.session.get(Delivery, delivery_id, with_for_update=True)
    if old is not None and db.session.scalar(select(IS_GIVEN_UP).where(Delivery.id == delivery_id)):
        audit.record("tried again", kind="delivery", id=old.id, user_id=by_user_id)
        return send_later(old)
    if old is None or old.fate not in (Fate.UNKNOWN, Fate.REFUSED):
        raise NotSentAgain
    fate = old.fate
    new = Delivery(
        message_id=new_message_id(),
        user_id=old.user_id,
        address=old.address,
        kind=old.kind,
        template=old.template,
        context=old.context,
        link=old.link,
        fate=Fate.WAITING,
        created_at=clock.now(),
    )
    close(old, Fate.DROPPED, SENT_AGAIN)
    send_later(new)
    if new.kind in mail.CIRCULARS:
        mail.CIRCULARS[new.kind].sent_again(old.id, new.id)
    audit.record(
        "sent again",
        kind="delivery",
        id=old.id,
        user_id=by_user_id,
        before={"fate": fate},
        after={"id": new.id},
    )
    return new


def try_again(by_user_id: int) -> int:
    """Try all waiting mails again on which the worker gave up; how many there are."""
    waiting = db.session.scalars(select(Delivery).where(IS_GIVEN_UP).order_by(Delivery.id)).all()
    for delivery in waiting:
        send_later(delivery)
        audit.record("tried again", kind="delivery", id=delivery.id, user_id=by_user_id)
    return len(waiting)


def call_back(ids: Select[Any], why: str) -> None:
    """Let those mails of a select of ids that still wait not be sent, and nobody try; `why` is said of each."""
    waiting = Delivery.id.in_(ids), Delivery.fate == Fate.WAITING
    dropped = {"fate": Fate.DROPPED, "ended_at": clock.now(), "error": why}
    db.session.execute(update(Delivery).where(*waiting).values(dropped))
    gone = select(Delivery.id).where(Delivery.id.in_(ids), Delivery.fate == Fate.DROPPED)
    db.session.execute(delete(OutboxRow).where(OutboxRow.task.in_(TASKS), OutboxRow.subject_id.in_(gone)))


def unsubscribe(secret: str) -> str | None:
    """Stop mail of the kind that the token is for, and return that kind; None for a token that is none.

    Twice is the same as once.
    """
    token = tokens.valid(UNSUBSCRIBE, secret)
    user = db.session.get(User, token.subject_id, with_for_update=True) if token else None
    if token is None or user is None:
        return None
    kind: str = token.payload["kind"]
    channels = user.preferences.get("channels", {}) | {kind: OFF}
    user.preferences = user.preferences | {"channels": channels}
    return kind


def forget_before(before: datetime, most: int) -> int:
    """Remove at most `most` mails from before an instant that no hold covers, with the work of sending those that never
    left; how many went. Inside a unit of work."""
    person = select(User.person_id).where(User.id == Delivery.user_id).scalar_subquery()
    old = (
        select(Delivery.id)
        .where(Delivery.created_at < before, holds.spared(Delivery.created_at, person))
        .order_by(Delivery.created_at, Delivery.id)
        .limit(most)
    )
    ids = db.session.scalars(old).all()
    db.session.execute(delete(OutboxRow).where(OutboxRow.task.in_(TASKS), OutboxRow.subject_id.in_(ids)))
    db.session.execute(delete(Delivery).where(Delivery.id.in_(ids)))
    return len(ids)

"""The worker's part, and what is written down afterward."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing import tasks
from ion.commons.mailing.services import SEND
from ion.core import clock, working
from ion.core.working import Handler
from ion.models import Delivery, Fate, OutboxRow

HANDLERS = {SEND: Handler(tasks.send)}


class Told(NamedTuple):
    """What is known of a mail."""

    fate: Fate
    error: str


def work(at: datetime | None = None) -> int:
    """Do what is due, now or at that instant; how much was finished."""
    with clock.frozen(at or clock.now()):
        return working.run_due(HANDLERS, "postman")


def told() -> list[Told]:
    """What is known of every mail, in order."""
    db.session.rollback()
    return [Told(row.fate, row.error) for row in db.session.scalars(select(Delivery).order_by(Delivery.id))]


def fates() -> list[Fate]:
    return [each.fate for each in told()]


def left() -> list[OutboxRow]:
    """The work that is still to be done."""
    db.session.rollback()
    return list(db.session.scalars(select(OutboxRow).where(OutboxRow.task == SEND)))

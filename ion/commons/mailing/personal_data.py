"""What mailing keeps of somebody: the mail that was sent to them, and how long that is kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select

from ion.base.extensions import db
from ion.commons.mailing.queries import TASKS
from ion.commons.mailing.services import forget_before
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import Delivery, OutboxRow, User

MACHINE_MADE = ("template", "context", "link")
"""What a mail is written from; secrets are in none of it, but the names of templates are nobody's data."""


class MailData:
    """The mail to a user."""

    kind = "mail"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        return {"mail": rows(Delivery, Delivery.user_id == user_id, hide=MACHINE_MADE)}

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """What was sent is forgotten; what waits is not sent any more."""
        ids = db.session.scalars(select(Delivery.id).where(addressed_to(user_id))).all()
        db.session.execute(delete(OutboxRow).where(OutboxRow.task.in_(TASKS), OutboxRow.subject_id.in_(ids)))
        db.session.execute(delete(Delivery).where(Delivery.id.in_(ids)))


def addressed_to(user_id: int) -> ColumnElement[bool]:
    """SQL: the mail was for this user, or for the address they have."""
    address = select(User.email).where(User.id == user_id).scalar_subquery()
    return or_(Delivery.user_id == user_id, Delivery.address == address)


class MailRetained:
    """Mail that was sent."""

    kind = "mail"
    label = "Mail that was sent"
    help = "That a mail was sent, to whom, and what became of it. ION staff look there when mail does not arrive."
    days = 90

    def forget(self, before: datetime, most: int) -> int:
        return forget_before(before, most)

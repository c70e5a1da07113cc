"""Mail as its reader has it: kept by the site, since no test of a room has a mail server."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing import tasks
from ion.commons.mailing.services import SEND
from ion.core import working
from ion.core.ports import mail
from ion.core.working import Handler
from ion.models import Delivery, Fate


@dataclass(frozen=True)
class Mail:
    """One mail. `links` are the paths of this site in its text, in order."""

    address: str
    kind: str
    subject: str
    text: str
    html: str

    @property
    def links(self) -> list[str]:
        return re.findall(rf"{re.escape(mail.sender().public_url)}(/\S*)", self.text)

    def link(self, start: str) -> str:
        """The one link that starts so, as in "/account/confirm/"."""
        (found,) = [path for path in self.links if path.startswith(start)]
        return found


def read_mail(address: str = "") -> list[Mail]:
    """All mail to the address (or to anyone), oldest first, once the worker has done what is due."""
    working.run_due({SEND: Handler(tasks.send)}, "postman")
    db.session.rollback()
    kept = select(Delivery).where(Delivery.fate == Fate.KEPT).order_by(Delivery.id)
    if address:
        kept = kept.where(Delivery.address == address)
    return [Mail(row.address, row.kind, row.subject, row.text, row.html) for row in db.session.scalars(kept)]

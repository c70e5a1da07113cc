"""What a user chose about messages."""

from dataclasses import dataclass

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing.composing import ALL_KINDS
from ion.messaging.policies import CLOSED, CONTACT
from ion.messaging.queries.untold import MAIL
from ion.models import User

OPEN = "open"
"""`User.preferences[CONTACT]` of who chose to take requests, as everybody does who chose nothing."""
CHANNELS, BY_MAIL, OFF = "channels", "instant", "off"
"""Where a user keeps how each kind of thing is told, and the two ways in which messages may be."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whether other members may ask to write to the user, whether unread messages are mailed, and where to.

    `all_mail_off`: the user stopped mail of every kind, which is taken back where all kinds are chosen.
    """

    takes_requests: bool
    by_mail: bool
    all_mail_off: bool
    email: str


def chosen(user_id: int) -> Chosen:
    """What a user chose; everything is open and mailed that nobody closed."""
    row = db.session.execute(select(User.preferences, User.email).where(User.id == user_id)).one()
    channels = row.preferences.get(CHANNELS, {})
    return Chosen(
        takes_requests=row.preferences.get(CONTACT) != CLOSED,
        by_mail=channels.get(MAIL) != OFF,
        all_mail_off=channels.get(ALL_KINDS) == OFF,
        email=row.email,
    )

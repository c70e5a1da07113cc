"""Choosing who may ask to write to one, and whether unread messages are mailed."""

from ion.base.extensions import db
from ion.messaging.policies import CLOSED, CONTACT
from ion.messaging.queries.choices import BY_MAIL, CHANNELS, OFF, OPEN
from ion.messaging.queries.untold import MAIL
from ion.models import User


def choose(user_id: int, *, takes_requests: bool, by_mail: bool | None) -> None:
    """Set the user's choices; None leaves that of mail as it is."""
    user = db.session.get_one(User, user_id, with_for_update=True)
    changed = {CONTACT: OPEN if takes_requests else CLOSED}
    if by_mail is not None:
        channels = user.preferences.get(CHANNELS, {}) | {MAIL: BY_MAIL if by_mail else OFF}
        changed |= {CHANNELS: channels}
    user.preferences = user.preferences | changed

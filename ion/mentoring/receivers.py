"""What mentoring hears: who was suspended, so that nobody waits for them."""

from ion.core import signals
from ion.mentoring.services import closing
from ion.models import User


def close_of_suspended(user: User, *, what: str, **_: object) -> None:
    """Requests to and from somebody who is suspended wait for nobody."""
    if what == "suspended":
        closing.withdraw_all_of(user.person_id)


def listen() -> None:
    """Hear of it; called by `ion.offers`."""
    signals.account_changed.connect(close_of_suspended)

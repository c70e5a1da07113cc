"""What cohorts hear: somebody is suspended, so that nobody is matched with them."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.cohorts.services import joining
from ion.core import signals
from ion.models import User


def take_out_suspended(user: User, *, what: str, **_: object) -> None:
    """Who is suspended is in no cohort that is still to be matched."""
    if what == "suspended":
        joining.leave_all(db.session.scalars(select(User.person_id).where(User.id == user.id)).one())


def listen() -> None:
    """Hear of it; called by `ion.app`."""
    signals.account_changed.connect(take_out_suspended)

"""What is told of every change to a login: one row of audit and one signal, in the transaction of the deed."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from ion.base.extensions import db
from ion.core import audit, signals
from ion.models import User

CHANGES = {
    "confirmed": "confirmed the email",
    "password": "changed the password",
    "email": "changed the email",
    "grants": "changed the grants",
    "suspended": "suspended",
    "restored": "restored",
}
"""Every change that `signals.account_changed` tells of, and the action as audit writes it down."""


def note_change(
    user: User,
    what: str,
    *,
    by: int | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write down that the user with the id `by` (None is the command line) did `what`, and tell whoever hears it."""
    audit.record(CHANGES[what], kind="user", id=user.id, user_id=by, before=before, after=after)
    signals.account_changed.send(user, what=what)


def give_address(user: User, email: str) -> bool:
    """Let this be the user's e-mail, adding the user where it is new; False when it is another user's."""
    try:
        with db.session.begin_nested():
            user.email = email
            db.session.add(user)
            db.session.flush()
    except IntegrityError:
        return False
    return True

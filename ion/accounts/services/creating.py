"""Logins that an operator makes: confirmed from the start, with no password until their owner chooses one."""

from ion.accounts import queries
from ion.accounts.services.changes import give_address, note_change
from ion.accounts.services.joining import new_user
from ion.core import clock
from ion.models import Grant, User


class AlreadyThere(Exception):
    """Somebody has an account with this address."""


def create(email: str, name: str, *grants: Grant) -> User:
    """A login with these grants besides member. Raises AlreadyThere, also for one that is not confirmed yet."""
    user = None if queries.user_by_email(email) else new_user(name, *grants)
    if user is None:
        raise AlreadyThere(email)
    user.confirmed_at = clock.now()
    if not give_address(user, email):
        raise AlreadyThere(email)
    note_change(user, "confirmed", by=None, after={"grants": sorted({Grant.MEMBER, *grants})})
    return user

"""Another e-mail for a login: asked for with the password, confirmed from the new address, told to the old one."""

from ion.accounts import limits, queries
from ion.accounts.services import letters
from ion.accounts.services.changes import give_address, note_change
from ion.accounts.services.signing import Claim, Outcome, proven_user
from ion.core import throttle, tokens
from ion.models import User


class EmailTaken(Exception):
    """Since the change was asked for, somebody else has got the address."""


def ask_email(claim: Claim, email: str) -> Outcome:
    """Let `email` wait for its confirmation, in place of what waited before. The answer is the same for taken ones."""
    user, wait = proven_user(claim)
    if user is None:
        return Outcome(wait=wait)
    forget_waiting(user.id)
    tokens.issue(
        queries.WAITING_EMAIL,
        lasts=limits.EMAIL_LASTS,
        kind=queries.USER,
        id=user.id,
        payload={"email": email},
    )
    letters.email_change_asked(user, email)
    if not throttle.count(limits.MAILS, email):
        write_to(user, email)
    return Outcome(is_done=True)


def write_to(user: User, email: str) -> None:
    if queries.user_by_email(email):
        letters.already(email)
    else:
        letters.new_email(user, email)


def forget_waiting(user_id: int) -> None:
    """Cancel a change that was asked for: its link is dead."""
    for purpose in (queries.WAITING_EMAIL, queries.CHANGE_EMAIL):
        tokens.revoke(purpose, queries.USER, user_id)


def confirm_email(secret: str) -> User | None:
    """Let the address that the link was sent to be its user's; None for a dead link. Raises EmailTaken."""
    found = queries.user_of_link(queries.CHANGE_EMAIL, secret, lock=True)
    if found is None or not tokens.spend(found[0]):
        return None
    user, old = found[1], found[1].email
    if not give_address(user, queries.waiting_email(user.id)):
        raise EmailTaken
    forget_waiting(user.id)
    letters.email_changed(user, old)
    note_change(user, "email", by=user.id)
    return user

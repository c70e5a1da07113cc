"""A new password, for who forgot theirs and for who wants another."""

from ion.accounts import limits, queries
from ion.accounts.services import letters
from ion.accounts.services.addresses import forget_waiting
from ion.accounts.services.changes import note_change
from ion.accounts.services.signing import Claim, Outcome, end_sign_ins, open_sign_in, proven_user
from ion.core import clock, throttle, tokens
from ion.models import User


def ask_reset(email: str, *, network: str) -> int:
    """Write to the address if an account that works has it; seconds to wait where refused. Says no more to anyone."""
    if wait := throttle.count(limits.ASKED_FROM, network):
        return wait
    user = None if throttle.count(limits.MAILS, email) else queries.user_by_email(email)
    if user and user.suspended_at is None:
        letters.reset(user)
    return 0


def reset_secret(user: User) -> str:
    """The secret of a link, to be handed over by an operator, by which the user chooses a password. Once, 24 hours."""
    return tokens.issue(
        queries.RESET,
        lasts=limits.INVITATION_LASTS,
        kind=queries.USER,
        id=user.id,
        bound_hash=tokens.hashed(queries.mark(user)),
    )


def reset(secret: str, password_hash: str) -> bool:
    """Let this be the password of whom the link was sent to, whom it also confirms; False for a dead link.

    Every sign-in of theirs ends, and tries at the old password are forgiven.
    """
    found = queries.user_of_link(queries.RESET, secret, lock=True)
    if found is None or not tokens.spend(found[0]):
        return False
    user = found[1]
    if user.confirmed_at is None:
        user.confirmed_at = clock.now()
        note_change(user, "confirmed", by=user.id)
    throttle.forgive(limits.SIGN_IN, user.email)
    renew(user, password_hash)
    return True


def change_password(claim: Claim, password_hash: str, *, agent: str) -> Outcome:
    """Change the password of who proved the present one. All sign-ins end; this browser gets a new one."""
    user, wait = proven_user(claim)
    if user is None:
        return Outcome(wait=wait)
    renew(user, password_hash)
    return Outcome(open_sign_in(user, agent), is_done=True)


def renew(user: User, password_hash: str) -> None:
    """Keep the new password. Whatever the old one opened is closed; links bound to it are dead by that alone."""
    user.password_hash = password_hash
    end_sign_ins(user.id)
    forget_waiting(user.id)
    letters.password_changed(user)
    note_change(user, "password", by=user.id)

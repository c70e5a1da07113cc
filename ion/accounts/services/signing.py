"""Signing in and out. The order holds under parallel tries: look, hash, then count and admit in one transaction.

Looking first spares the work of hashing to whoever is over the limit. The count that matters is made where the
sign-in is, so that of fifty tries at once five are heard and no more, a right one among the others included.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update

from ion.accounts import limits, passwords, queries
from ion.base.extensions import db
from ion.core import clock, sightings, throttle, tokens
from ion.core.throttle import Limit
from ion.models import SignIn, Throttle, User

LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """That somebody knows a user's password: looked at once, and only as good as `password_hash` is still theirs."""

    email: str
    user_id: int | None
    password_hash: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class FreshSignIn:
    """A sign-in just made: the token for the cookie, which is kept nowhere, and when it ends in any case."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try: `wait` seconds before the next one, or a sign-in, or neither where it was wrong."""

    sign_in: FreshSignIn | None = None
    wait: int = 0
    is_done: bool = False


def seconds_to_wait(email: str, network: str) -> int:
    """How long this account or this network has to wait before another try; 0 when it may try now."""
    return max(
        throttle.seconds_left(limits.SIGN_IN, email), throttle.seconds_left(limits.SIGN_IN_FROM, network)
    )


def seconds_to_wait_for_proof(user_id: int) -> int:
    """How long who is signed in has to wait before another try at their own password."""
    return throttle.seconds_left(limits.PROOF, str(user_id))


def examine(email: str, password: str) -> Claim:
    """Check a password, hashing exactly once whether the address is known or not. Outside a unit of work."""
    return check(email, queries.credentials(email), password)


def examine_own(user_id: int, password: str) -> Claim:
    """Check the password of who is signed in, with the same work. Outside a unit of work."""
    return check("", queries.credentials_of(user_id), password)


def check(email: str, known: queries.Credentials, password: str) -> Claim:
    db.session.rollback()  # no connection is held while hashing
    right = passwords.is_right(password, known.password_hash)
    return Claim(email, known.user_id, known.password_hash, right)


def sign_in(
    claim: Claim, *, network: str, agent: str, leaving: int = 0, in_production: bool = False
) -> Outcome:
    """Count the try, and admit whom it proves; `leaving` is the sign-in that this browser had before.

    Sample people are not admitted in production. The count is kept in any case, so this answers and never raises.
    """
    waits = throttle.count(limits.SIGN_IN, claim.email), throttle.count(limits.SIGN_IN_FROM, network)
    if any(waits):
        return Outcome(wait=max(waits))
    user = queries.locked_user(claim.user_id)
    if user is None or not is_proven(claim, user) or not may_enter(user, in_production):
        return Outcome()
    throttle.forgive(limits.SIGN_IN, claim.email)
    take_back(limits.SIGN_IN_FROM, network)
    sign_out(leaving)
    return Outcome(open_sign_in(user, agent), is_done=True)


def is_proven(claim: Claim, user: User) -> bool:
    """Whether the password was right and still is the user's, now that their row is held."""
    return claim.is_right and user.password_hash == claim.password_hash


def may_enter(user: User, in_production: bool) -> bool:
    if user.confirmed_at is None or user.suspended_at is not None:
        return False
    return not (in_production and user.person.is_sample)


def take_back(limit: Limit, subject: str) -> None:
    """Uncount one try that succeeded: an office of many behind one address must not lock itself out."""
    db.session.execute(
        update(Throttle)
        .where(Throttle.action == limit.action, Throttle.subject == throttle.subject_hash(subject))
        .values(count=Throttle.count - 1)
    )


def proven_user(claim: Claim) -> tuple[User | None, int]:
    """Count a try at one's own password; the user, locked, where it is right, and how long to wait where too many."""
    subject = str(claim.user_id)
    if wait := throttle.count(limits.PROOF, subject):
        return None, wait
    user = queries.locked_user(claim.user_id)
    if user is None or not is_proven(claim, user):
        return None, 0
    throttle.forgive(limits.PROOF, subject)
    return user, 0


def open_sign_in(user: User, agent: str) -> FreshSignIn:
    """Sign a browser in as the user, which is a visit of theirs."""
    token, at = secrets.token_urlsafe(32), clock.now()
    ends = at + limits.SIGN_IN_LASTS
    db.session.add(
        SignIn(
            token_hash=tokens.hashed(token),
            user_id=user.id,
            created_at=at,
            seen_at=at,
            expires_at=ends,
            agent=agent.replace("\x00", "")[:LONGEST_AGENT],
        )
    )
    sightings.note_visit(user.id, at)
    return FreshSignIn(token, ends)


def sign_out(sign_in_id: int) -> None:
    """End one sign-in: copies of its cookie are dead from now on."""
    db.session.execute(delete(SignIn).where(SignIn.id == sign_in_id))


def end_sign_in(user_id: int, sign_in_id: int) -> None:
    """End one of the user's own sign-ins; one that has ended stays so."""
    db.session.execute(delete(SignIn).where(SignIn.user_id == user_id, SignIn.id == sign_in_id))


def end_sign_ins(user_id: int, *, but: int = 0) -> None:
    """End every sign-in of the user, `but` one."""
    db.session.execute(delete(SignIn).where(SignIn.user_id == user_id, SignIn.id != but))

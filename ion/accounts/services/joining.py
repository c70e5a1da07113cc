"""Joining: a login that nobody can use, or see a sign of, until its address is confirmed.

Whoever asks is told the same for every address. What differs is said by mail, to the address alone.
"""

from ion.accounts import limits, queries
from ion.accounts.services import letters
from ion.accounts.services.changes import give_address, note_change
from ion.accounts.services.signing import FreshSignIn, open_sign_in, sign_out
from ion.core import clock, throttle, tokens
from ion.core.access import MEMBERS
from ion.core.people import person_slug
from ion.models import Grant, Person, User, UserGrant


def seconds_to_wait(network: str) -> int:
    """How long this network has to wait before it may ask for another mail; 0 when it may ask now."""
    return throttle.seconds_left(limits.ASKED_FROM, network)


def sign_up(name: str, email: str, password_hash: str, *, network: str) -> int:
    """Make a login that waits for its confirmation, or write to who has one already; seconds to wait where refused.

    Until somebody confirms, who asks last decides name and password, and only the link of their mail works: nobody
    can lay hands on an address in advance by joining with it first.
    """
    if wait := throttle.count(limits.ASKED_FROM, network):
        return wait
    if throttle.count(limits.MAILS, email):
        return 0
    known = queries.user_by_email(email, lock=True)
    if known and known.confirmed_at:
        letters.already(email)
        return 0
    user = known or new_user(name)
    user.person.name, user.password_hash, user.created_at = name, password_hash, clock.now()
    if give_address(user, email):
        letters.confirmation(user)
    else:
        letters.already(email)
    return 0


def new_user(name: str, *grants: Grant) -> User:
    """A user with a person of this name, seen by members, not yet confirmed; not yet added."""
    person = Person(name=name, slug=person_slug(name), audience=MEMBERS)
    held = [UserGrant(grant=grant) for grant in {Grant.MEMBER, *grants}]
    return User(person=person, grants=held, created_at=clock.now(), preferences={}, password_hash="")


def ask_confirmation(email: str, *, network: str) -> int:
    """Write once more to who waits for a confirmation; seconds to wait where refused."""
    if wait := throttle.count(limits.ASKED_FROM, network):
        return wait
    user = None if throttle.count(limits.MAILS, email) else queries.user_by_email(email)
    if user and user.confirmed_at:
        letters.already(email)
    elif user:
        letters.confirmation(user)
    return 0


def confirm(secret: str, *, agent: str, leaving: int = 0) -> FreshSignIn | None:
    """Confirm the address that the link was sent to, and sign in; None for a link that no longer works.

    `leaving` is the sign-in that this browser had before.
    """
    found = queries.user_of_link(queries.CONFIRM, secret, lock=True)
    if found is None:
        return None
    token, user = found
    if user.confirmed_at is not None or not tokens.spend(token):
        return None
    user.confirmed_at = clock.now()
    note_change(user, "confirmed", by=user.id)
    sign_out(leaving)
    return open_sign_in(user, agent)

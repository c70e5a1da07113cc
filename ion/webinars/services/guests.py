"""Guests: who registers with an address alone has neither a place nor one in line until the address is confirmed.

Whoever asks is told the same for every address. What differs is said by mail, to the address alone.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, throttle
from ion.core.access import PUBLIC
from ion.core.throttle import Limit
from ion.models import Registration, Standing, Webinar
from ion.webinars import policies
from ion.webinars.queries.registrations import confirmed_user, guest_registration
from ion.webinars.services import telling
from ion.webinars.services.line import Refused, hold, hold_for, queue, refuse_if_barred
from ion.webinars.services.linking import forget_links, linked

MAILS = Limit("guest-mail", 3, timedelta(hours=1))
"""Mails about registering as a guest to one address."""
ASKED_FROM = Limit("guest-asked-from", 30, timedelta(hours=1))
"""Registrations as a guest from one network address."""
AT_ONCE = 500
MEMBERS_ALONE = "This webinar is for members of ION. Sign in to register."
TOO_LATE = "This registration was not confirmed within two days. Please register again."


def wait_before_another(network: str) -> int:
    """Count one registration as a guest from this network address; seconds to wait where that is one too many."""
    return throttle.count(ASKED_FROM, network)


def register_guest(
    webinar_id: int,
    *,
    name: str,
    email: str,
    answers: Mapping[str, Any] | None = None,
    needs: str = "",
    zone: str = "",
) -> Registration:
    """Note that a guest asks for a place, and write to the address (lower case), at most three times an hour.

    Until somebody confirms, who asks last decides name and answers. Who has a place or waits keeps it as it is, and
    gets the mail of it again. Raises NotThere and Refused, for any address alike.
    """
    webinar = hold(webinar_id)
    refuse_if_barred(webinar)
    if webinar.item.audience != PUBLIC:
        raise Refused(MEMBERS_ALONE)
    registration = guest_registration(webinar_id, email)
    if registration is None:
        registration = Registration(webinar_id=webinar_id, email=email)
        db.session.add(registration)
    if registration.state not in (Standing.REGISTERED, Standing.WAITING):
        registration.state, registration.asked_at = Standing.PENDING, clock.now()
        registration.name, registration.needs, registration.zone = name, needs, zone
        registration.answers = dict(answers or {})
    db.session.flush()
    if not throttle.count(MAILS, email):
        write_to(registration)
    return registration


def write_to(registration: Registration) -> None:
    """The mail that fits how the registration stands."""
    if registration.state is Standing.REGISTERED:
        telling.registered(registration)
    elif registration.state is Standing.WAITING:
        telling.put_in_line(registration)
    else:
        telling.confirm_asked(registration)


def confirm_guest(registration_id: int) -> Registration:
    """Let a guest's registration count from now on, at the tail; twice is once. Returns the one that counts.

    The address of a member makes it the member's; where they have a better one already, that stays and this one goes.
    Raises NotThere, and Refused where it is too late or nobody can register now.
    """
    webinar, registration = hold_for(registration_id)
    if registration.state is not Standing.PENDING:
        return registration
    if not policies.confirms(registration.asked_at, clock.now()):
        raise Refused(TOO_LATE)
    refuse_if_barred(webinar)
    registration = of_member(webinar, registration)
    if registration.state not in (Standing.REGISTERED, Standing.WAITING):
        queue(webinar, registration)
    return registration


def of_member(webinar: Webinar, registration: Registration) -> Registration:
    """The member's own registration where the guest's address is a member's; else the guest's."""
    user = confirmed_user(registration.email) if registration.email else None
    return (linked(webinar, user) if user else None) or registration


def forget_unconfirmed() -> int:
    """Remove what guests never confirmed, the oldest first, some each night; how many. Inside a unit of work."""
    over = clock.now() - policies.CONFIRM_WITHIN
    old = db.session.scalars(
        select(Registration)
        .where(Registration.state == Standing.PENDING, Registration.asked_at <= over)
        .order_by(Registration.asked_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for registration in old:
        forget_links(registration.id)
        db.session.delete(registration)
    db.session.flush()
    return len(old)

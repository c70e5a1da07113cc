"""Registering, giving up, coming back, checking in. Each deed holds its webinar first: they come one after another."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import exists, select

from ion.base.extensions import db
from ion.core import audit, clock
from ion.core.times import own_time
from ion.models import Attendance, Presence, Registration, Standing, User
from ion.webinars import policies
from ion.webinars.policies import conditions_of
from ion.webinars.queries.filters import KIND
from ion.webinars.queries.registrations import line_place, totals
from ion.webinars.services import telling
from ion.webinars.services.line import (
    Refused,
    hold,
    hold_for,
    leave,
    move_up,
    queue,
    refuse_if_barred,
    seat_from_line,
)
from ion.webinars.services.linking import linked

NONE_FREE = "No place is free for you yet."


def register(
    webinar_id: int,
    *,
    user_id: int,
    answers: Mapping[str, Any] | None = None,
    needs: str = "",
    zone: str = "",
) -> Registration:
    """Give the user a place, or the last one in line; who has either keeps it as it is.

    `answers` are by the keys of the webinar's `asks`, `zone` is the one (IANA) in which the user reads times.
    Raises NotThere and Refused.
    """
    webinar, user = hold(webinar_id), db.session.get_one(User, user_id)
    registration = linked(webinar, user)
    if registration and registration.state in (Standing.REGISTERED, Standing.WAITING):
        return registration
    refuse_if_barred(webinar)
    if registration is None:
        registration = Registration(webinar_id=webinar_id, user_id=user_id, asked_at=clock.now())
        db.session.add(registration)
    registration.answers, registration.needs, registration.zone = dict(answers or {}), needs, zone
    queue(webinar, registration)
    return registration


def give_up(registration_id: int) -> Registration:
    """Give up a place, or leave the line; whoever waits moves up. Twice is once. Raises NotThere and Refused."""
    webinar, registration = hold_for(registration_id)
    standing, terms = registration.state, conditions_of(webinar)
    if standing is Standing.CANCELLED:
        return registration
    if not policies.may_give_up(terms, standing, clock.now()):
        began = own_time(webinar.starts_at, webinar.zone)
        raise Refused(f"The webinar began {began}. A registration can be canceled until then.")
    leave(webinar, registration)
    if standing is not Standing.PENDING:
        telling.gave_up(registration, had_seat=standing is Standing.REGISTERED)
    return registration


def undo(registration_id: int) -> Registration:
    """Come back after giving up, at the tail: with a new number, and a place where one is free. Twice is once.

    Raises NotThere, and Refused where nobody can register now.
    """
    webinar, registration = hold_for(registration_id)
    if registration.state is Standing.CANCELLED:
        refuse_if_barred(webinar)
        queue(webinar, registration)
    return registration


def take_place(registration_id: int) -> Registration:
    """Take the place that is kept for somebody in line since people no longer move up unasked.

    Raises NotThere, and Refused where there is none for them, or the webinar takes nobody any more.
    """
    webinar, registration = hold_for(registration_id)
    if registration.state is not Standing.WAITING:
        return registration
    refuse_if_barred(webinar)
    left = policies.places_left(webinar.capacity, totals(webinar.item_id).registered)
    if not policies.has_place(left, line_place(registration) - 1):
        raise Refused(NONE_FREE)
    seat_from_line(registration)
    return registration


def promote(webinar_id: int) -> list[Registration]:
    """Let the head of the line have what is free, as after the capacity was raised or the webinar was put off; who got
    a place, in order. Nobody later than the webinar lets people move up. Raises NotThere.
    """
    return move_up(hold(webinar_id))


def remove(registration_id: int, *, user_id: int) -> Registration:
    """ION staff end somebody's registration; whoever waits moves up. Raises NotThere."""
    webinar, registration = hold_for(registration_id)
    standing = registration.state
    if standing is Standing.CANCELLED:
        return registration
    audit.record(
        "removed a registration",
        kind=KIND,
        id=webinar.item_id,
        user_id=user_id,
        before={"registration": registration.id, "state": str(standing)},
    )
    leave(webinar, registration)
    if standing is not Standing.PENDING:
        telling.gave_up(registration, had_seat=standing is Standing.REGISTERED)
    return registration


def check_in(registration_id: int) -> Registration:
    """Note that a registrant comes in, once. Raises NotThere, and Refused unless it is time and they have a place."""
    webinar, registration = hold_for(registration_id)
    if registration.state is not Standing.REGISTERED:
        raise Refused("Only people who are registered can join.")
    if words := policies.why_not_join(conditions_of(webinar), clock.now()):
        raise Refused(words)
    was_here = exists().where(
        Attendance.registration_id == registration.id, Attendance.presence == Presence.CHECK_IN
    )
    if not db.session.scalar(select(was_here)):
        db.session.add(
            Attendance(
                webinar_id=webinar.item_id,
                registration_id=registration.id,
                presence=Presence.CHECK_IN,
                at=clock.now(),
            )
        )
        db.session.flush()
    return registration

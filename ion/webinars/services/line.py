"""The order in which places are had: numbers, the waiting list, and moving up. All on a webinar that is held."""

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import set_committed_value

from ion.base.extensions import db
from ion.core import clock, refusals, signals
from ion.models import Registration, Standing, Webinar
from ion.webinars import policies
from ion.webinars.queries.registrations import totals
from ion.webinars.services import telling


class NotThere(refusals.NotThere):
    """There is no such webinar, or no such registration (any more)."""


class Refused(refusals.Refused):
    """A rule of registration says no; `words` say which, for who asked."""


def hold(webinar_id: int) -> Webinar:
    """The webinar as it is now, held until the transaction ends. Raises NotThere.

    Whoever counts places or draws a number does this first, so that they come one after the other. The hold lets
    others refer to the webinar meanwhile (questions, attendance).
    """
    db.session.flush()
    webinar = db.session.scalar(
        select(Webinar)
        .where(Webinar.item_id == webinar_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if webinar is None:
        raise NotThere
    return webinar


def hold_for(registration_id: int) -> tuple[Webinar, Registration]:
    """The webinar of a registration, held, and the registration as it is now. Raises NotThere."""
    webinar_id = db.session.scalar(select(Registration.webinar_id).where(Registration.id == registration_id))
    webinar = hold(webinar_id or 0)
    registration = db.session.get(Registration, registration_id, populate_existing=True, with_for_update=True)
    if registration is None:  # it went into another one of the same person meanwhile
        raise NotThere
    return webinar, registration


def refuse_if_barred(webinar: Webinar) -> None:
    """Raises Refused where nobody can register now."""
    if words := policies.why_not(policies.conditions_of(webinar), clock.now()):
        raise Refused(words)


def draw_number(webinar: Webinar) -> int:
    """The next number, drawn past the session: a changed Webinar would make every list of webinars be read anew."""
    drawn = db.session.connection().execute(
        update(Webinar)
        .where(Webinar.item_id == webinar.item_id)
        .values(line_number=Webinar.line_number + 1)
        .returning(Webinar.line_number)
    )
    number: int = drawn.scalar_one()
    set_committed_value(webinar, "line_number", number)
    return number


def queue(webinar: Webinar, registration: Registration) -> None:
    """Put a registration that neither has a place nor waits at the tail: a place if there is one, else the line."""
    db.session.flush()
    tally = totals(webinar.item_id)
    registration.number, registration.asked_at = draw_number(webinar), clock.now()
    registration.was_waiting = False
    if policies.has_place(policies.places_left(webinar.capacity, tally.registered), tally.waiting):
        seat(registration)
        telling.registered(registration)
        return
    registration.state, registration.seated_at, registration.cancelled_at = Standing.WAITING, None, None
    db.session.flush()
    telling.put_in_line(registration)


def seat(registration: Registration) -> None:
    registration.state, registration.seated_at = Standing.REGISTERED, clock.now()
    registration.cancelled_at = None
    db.session.flush()


def seat_from_line(registration: Registration) -> None:
    """A place for somebody who waited, with all that is told of it."""
    registration.was_waiting = True
    seat(registration)
    telling.promoted(registration)
    signals.attendee_promoted.send(registration)


def leave(webinar: Webinar, registration: Registration) -> None:
    """End a registration; a place that comes free by that goes to who waits, in this transaction."""
    had_place = registration.state is Standing.REGISTERED
    registration.state, registration.cancelled_at = Standing.CANCELLED, clock.now()
    db.session.flush()
    if had_place:
        move_up(webinar)


def move_up(webinar: Webinar) -> list[Registration]:
    """Give free places to the head of the line, as long as people move up; who got one, in order."""
    if not policies.moves_up(policies.conditions_of(webinar), clock.now()):
        return []
    db.session.flush()
    left = policies.places_left(webinar.capacity, totals(webinar.item_id).registered)
    heads = (
        select(Registration)
        .where(Registration.webinar_id == webinar.item_id, Registration.state == Standing.WAITING)
        .order_by(Registration.number)
        .limit(left)
        .execution_options(populate_existing=True)
    )
    promoted = list(db.session.scalars(heads)) if left != 0 else []
    for registration in promoted:
        seat_from_line(registration)
    return promoted

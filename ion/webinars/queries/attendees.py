"""Which registrants are to be told of something, and what is known of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from ion.base.extensions import db
from ion.models import Attendance, AttendeeMail, Recording, Registration, Standing, User

OFF, ON = "called-off-", "back-on-"
"""How the occasions begin on which registrants heard that a webinar does not take place, and that it does after all."""


def untold(
    webinar_id: int, occasion: str, whom: ColumnElement[bool], *, limit: int
) -> Sequence[Registration]:
    """The first of those registrants who were not told yet on this occasion, with their users and people."""
    is_told = exists().where(
        AttendeeMail.registration_id == Registration.id, AttendeeMail.occasion == occasion
    )
    return db.session.scalars(
        select(Registration)
        .where(Registration.webinar_id == webinar_id, whom, ~is_told, is_reachable())
        .options(joinedload(Registration.user).joinedload(User.person))
        .order_by(Registration.id)
        .limit(limit)
    ).all()


def is_reachable() -> ColumnElement[bool]:
    """SQL: nobody suspended the registrant's account."""
    return ~exists().where(User.id == Registration.user_id, User.suspended_at.is_not(None))


def in_or_waiting() -> ColumnElement[bool]:
    """SQL: the registrant comes, or waits in line to come."""
    return Registration.state.in_([Standing.REGISTERED, Standing.WAITING])


def had_answer_by(at: datetime) -> ColumnElement[bool]:
    """SQL: the registrant comes or waits, and was told so by then; whoever was told later knows what came between."""
    return or_(
        and_(Registration.state == Standing.REGISTERED, Registration.seated_at <= at),
        and_(Registration.state == Standing.WAITING, Registration.asked_at <= at),
    )


def seated_before(at: datetime) -> ColumnElement[bool]:
    """SQL: ion.webinars.reminding.Reminder.is_for, for a reminder of that instant."""
    return and_(Registration.state == Standing.REGISTERED, Registration.seated_at < at)


def knows_it_is_off() -> ColumnElement[bool]:
    """SQL: the last that the registrant heard is that the webinar does not take place."""
    return times_told(OFF) > times_told(ON)


def times_told(occasion: str) -> ColumnElement[int]:
    """SQL: how often the registrant was told on occasions that begin so."""
    return (
        select(func.count())
        .where(AttendeeMail.registration_id == Registration.id, AttendeeMail.occasion.startswith(occasion))
        .scalar_subquery()
    )


def had_seat_or_came() -> ColumnElement[bool]:
    """SQL: the registrant was expected, or was there all the same."""
    was_there = exists().where(Attendance.registration_id == Registration.id)
    return or_(
        Registration.state == Standing.REGISTERED, and_(Registration.state == Standing.WAITING, was_there)
    )


def stands(standing: Standing, at: datetime) -> ColumnElement[bool]:
    """SQL: the registrant stands so, and had asked for it by then."""
    return and_(Registration.state == standing, Registration.asked_at <= at)


def number_of(webinar_id: int, standing: Standing) -> int:
    """How many registrants of that standing can be written to."""
    counted = select(func.count()).where(
        Registration.webinar_id == webinar_id, Registration.state == standing, is_reachable()
    )
    return db.session.scalar(counted) or 0


def came(webinar_id: int) -> frozenset[int]:
    """The ids of the registrations of those who were there."""
    asked = select(Attendance.registration_id).where(Attendance.webinar_id == webinar_id)
    return frozenset(id for id in db.session.scalars(asked) if id is not None)


def latest_recording(webinar_id: int) -> int | None:
    """The id of the last recording that may be watched; None where there is none."""
    return db.session.scalar(
        select(func.max(Recording.id)).where(
            Recording.webinar_id == webinar_id, Recording.published_at.is_not(None)
        )
    )

"""Registrations of a member, and of a guest with the same address: copied, released, and emptied by age."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Text, and_, cast, delete, or_, select, update

from ion.base.extensions import db
from ion.core import clock, holds
from ion.core.former import FORMER_MEMBER
from ion.core.portable import about, rows
from ion.core.ports.personal import OwnFile
from ion.models import (
    Attendance,
    AttendeeMail,
    Feedback,
    Interest,
    Registration,
    Standing,
    User,
    Webinar,
)
from ion.webinars.services.line import hold, leave
from ion.webinars.services.linking import forget_links

COMING = (Standing.REGISTERED, Standing.WAITING)
GUEST = "Guest"


class RegistrationData:
    """What a user registered for, whether they were there, what they said of it, and what they want to hear of."""

    kind = "webinars"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        own = theirs(user_id)
        of_own = select(Registration.id).where(own)
        hung: dict[str, Any] = {"attendance": Attendance, "mail": AttendeeMail, "feedback": Feedback}
        moderated = rows(Webinar, Webinar.moderator_id == person_id, hide=NOT_TOLD)
        return {
            "registrations": about(rows(Registration, own), user_id, key="webinar_id"),
            "interests": about(rows(Interest, Interest.user_id == user_id), user_id, key="webinar_id"),
            "moderated": about(moderated, user_id),
        } | {name: rows(model, model.registration_id.in_(of_own)) for name, model in hung.items()}

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """Places at webinars to come go to who waits. Of past ones the figures stay, and nobody's name; feedback
        goes where nothing is to stay."""
        found = select(Registration.id, Registration.webinar_id).where(theirs(user_id))
        for id, webinar_id in db.session.execute(found.order_by(Registration.webinar_id)).all():
            webinar = hold(webinar_id)
            registration = db.session.get_one(Registration, id, populate_existing=True)
            forget_links(id)
            if webinar.ends_at > clock.now() and registration.state in COMING:
                leave(webinar, registration)
            if not keep:
                db.session.execute(delete(Feedback).where(Feedback.registration_id == id))
            empty(registration)
        db.session.execute(delete(Interest).where(Interest.user_id == user_id))
        mine = Webinar.moderator_id == person_id
        db.session.execute(update(Webinar).where(mine).values(moderator_id=None))


NOT_TOLD = ("join_url", "phone_audio", "asks")


def theirs(user_id: int) -> Any:
    """SQL: the registration is this user's, or that of a guest with their address."""
    address = select(User.email).where(User.id == user_id).scalar_subquery()
    return or_(Registration.user_id == user_id, Registration.email == address)


def empty(registration: Registration) -> None:
    """Let a registration count for the figures, and say nothing of anybody."""
    registration.user_id, registration.email, registration.name = None, None, FORMER_MEMBER
    registration.zone, registration.answers, registration.needs = "", {}, ""
    db.session.flush()
    db.session.expire(registration, ["user"])


class RegistrationsRetained:
    """What people told when they registered, once the webinar is long over."""

    kind = "registrations"
    label = "Answers and addresses at webinars"
    help = (
        "What people answered when they registered, what they asked for to take part, and names and addresses of "
        "guests. Counted from the end of the webinar; the figures stay."
    )
    days = 0

    def forget(self, before: datetime, most: int) -> int:
        person = select(User.person_id).where(User.id == Registration.user_id).scalar_subquery()
        answered = cast(Registration.answers, Text).not_in(("{}", "null"))
        says = or_(Registration.email.is_not(None), Registration.needs != "", answered)
        old = (
            select(Registration)
            .join(Webinar, Webinar.item_id == Registration.webinar_id)
            .where(and_(says, Webinar.ends_at < before, holds.spared(Registration.asked_at, person)))
            .order_by(Registration.id)
            .limit(most)
        )
        found = db.session.scalars(old).all()
        for registration in found:
            if registration.email is not None:
                registration.email, registration.name, registration.zone = None, GUEST, ""
                forget_links(registration.id)
            registration.answers, registration.needs = {}, ""
        db.session.flush()
        return len(found)

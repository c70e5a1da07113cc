"""Who comes to a webinar, who was there, what they said of it and asked: as rows, past every rule of the services."""

from datetime import timedelta
from itertools import count
from typing import Any

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Attendance,
    Feedback,
    Presence,
    Question,
    QuestionState,
    Registration,
    Standing,
    User,
    Webinar,
)
from tests.factories.people import UserFactory

_numbers = count(1)


def RegistrationFactory(
    webinar: Webinar,
    user: User | None = None,
    email: str | None = None,
    state: Standing = Standing.REGISTERED,
    **fields: Any,
) -> Registration:
    """A user's registration, or a guest's where an email is given; of a new user where neither is."""
    place = next(_numbers)
    if user is None and email is None:
        user = UserFactory()
    asked_at = clock.now() - timedelta(days=1) + timedelta(seconds=place)
    usual: dict[str, Any] = {
        "name": "" if user else f"Guest {place}",
        "zone": "America/New_York",
        "number": place,
        "asked_at": asked_at,
        "seated_at": asked_at if state is Standing.REGISTERED else None,
        "cancelled_at": clock.now() if state is Standing.CANCELLED else None,
    }
    with unit_of_work() as session:
        made = Registration(
            webinar_id=webinar.item_id,
            user_id=user.id if user else None,
            email=email,
            state=state,
            **usual | fields,
        )
        session.add(made)
        session.flush()
    return made


def AttendanceFactory(
    webinar: Webinar,
    registration: Registration | None = None,
    presence: Presence = Presence.REPORT,
    **fields: Any,
) -> Attendance:
    """Somebody was there; without a registration it is a caller by phone unless a test says otherwise."""
    if registration is None and presence is Presence.REPORT:
        presence = Presence.PHONE
    with unit_of_work() as session:
        made = Attendance(
            webinar_id=webinar.item_id,
            registration_id=registration.id if registration else None,
            presence=presence,
            **{"minutes": 55, "at": webinar.starts_at} | fields,
        )
        session.add(made)
        session.flush()
    return made


def FeedbackFactory(registration: Registration, rating: int = 4, **fields: Any) -> Feedback:
    """What one registrant said of the webinar."""
    with unit_of_work() as session:
        made = Feedback(
            registration_id=registration.id,
            webinar_id=registration.webinar_id,
            rating=rating,
            **{"at": clock.now()} | fields,
        )
        session.add(made)
        session.flush()
    return made


def QuestionFactory(
    item_id: int, user: User | None = None, state: QuestionState = QuestionState.OPEN, **fields: Any
) -> Question:
    """A question about an item, of nobody known unless a test says whose."""
    usual = {"text": f"How is number {next(_numbers)} paid for?", "asked_at": clock.now()}
    with unit_of_work() as session:
        made = Question(item_id=item_id, user_id=user.id if user else None, state=state, **usual | fields)
        session.add(made)
        session.flush()
    return made

"""People in line for a webinar: made at once, and read as they stand."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, Person, Registration, Standing, User, UserGrant, Webinar
from ion.webinars import services
from ion.webinars.queries.registrations import line_place
from tests.factories import WebinarFactory, sign_in


def people(number: int) -> list[int]:
    """The ids of so many new members."""
    users = [
        User(
            email=f"member-{each}@ion.example",
            created_at=clock.now(),
            confirmed_at=clock.now(),
            grants=[UserGrant(grant=Grant.MEMBER)],
            person=Person(slug=f"member-{each}", name=f"Member {each}"),
        )
        for each in range(number)
    ]
    with unit_of_work() as session:
        session.add_all(users)
        session.flush()
        return [user.id for user in users]


def enter(browser: FlaskClient, user: User) -> None:
    """Sign in for long enough to see the webinar through."""
    then = clock.now() + timedelta(days=10)
    sign_in(browser, user, seen_at=then, expires_at=then + timedelta(days=1))


def OpenWebinar(capacity: int | None = None, **fields: Any) -> Webinar:
    """One that takes registration; it begins in ten days by the clock of whoever asks."""
    own = fields.pop("webinar", {})
    starts = f"{clock.now() + timedelta(days=10):%Y-%m-%d %H:%M}"
    told = {"takes_registration": True, "capacity": capacity} | own
    return WebinarFactory(**{"starts": starts, "zone": "UTC", "webinar": told} | fields)


def register(webinar_id: int, user_id: int, **told: Any) -> int:
    """Register in a transaction of its own; the id of the registration."""
    with unit_of_work():
        return services.register(webinar_id, user_id=user_id, **told).id


def set_capacity(webinar_id: int, capacity: int | None) -> list[int]:
    """As a changed webinar is published: the ids of whoever moved up by it."""
    with unit_of_work() as session:
        session.get_one(Webinar, webinar_id, with_for_update=True).capacity = capacity
        return [each.id for each in services.promote(webinar_id)]


def registrations(webinar_id: int, *states: Standing) -> Sequence[Registration]:
    """Those of these states, all for none, by number, as they are in the database now."""
    db.session.rollback()
    found = select(Registration).where(Registration.webinar_id == webinar_id).order_by(Registration.number)
    return db.session.scalars(found.where(Registration.state.in_(states or list(Standing)))).all()


def users(webinar_id: int, state: Standing) -> list[int | None]:
    """Whose registrations have the state, by number."""
    return [each.user_id for each in registrations(webinar_id, state)]


def positions(webinar_id: int) -> list[int]:
    """The places in line as they are shown, by number."""
    return [line_place(each) for each in registrations(webinar_id, Standing.WAITING)]

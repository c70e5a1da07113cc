"""Who has a place in a webinar, who waits and where, and how one reader stands."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from ion.base.extensions import db
from ion.core import reading
from ion.models import Attendance, Item, ItemState, Presence, Registration, Standing, User, Webinar
from ion.webinars import policies
from ion.webinars.policies import Conditions

TOKEN = "registration"
"""Purpose of the secret in a guest's link to their own registration, and the kind of its subject."""


class Tally(NamedTuple):
    """How many have a place, and how many wait for one."""

    registered: int
    waiting: int


def totals(webinar_id: int) -> Tally:
    """How many have a place and how many wait, in this transaction."""
    rows = db.session.execute(
        select(Registration.state, func.count())
        .where(Registration.webinar_id == webinar_id)
        .group_by(Registration.state)
    )
    found = {state: number for state, number in rows}
    return Tally(found.get(Standing.REGISTERED, 0), found.get(Standing.WAITING, 0))


def registration_of(webinar_id: int, user_id: int) -> Registration | None:
    """The registration of a user for a webinar, whatever its state, as it is in the database now."""
    return one_registration(Registration.webinar_id == webinar_id, Registration.user_id == user_id)


def guest_registration(webinar_id: int, email: str) -> Registration | None:
    """The same of a guest, by the address in lower case."""
    return one_registration(Registration.webinar_id == webinar_id, Registration.email == email)


def one_registration(*conditions: Any) -> Registration | None:
    found = select(Registration).where(*conditions).execution_options(populate_existing=True)
    return db.session.scalar(found)


def line_place(registration: Registration) -> int:
    """The place on the waiting list, counted from 1 without gaps; 0 for who does not wait."""
    if registration.state is not Standing.WAITING:
        return 0
    ahead = select(func.count()).where(
        Registration.webinar_id == registration.webinar_id,
        Registration.state == Standing.WAITING,
        Registration.number < registration.number,
    )
    return 1 + (db.session.scalar(ahead) or 0)


def confirmed_user(email: str) -> User | None:
    """The user who has proven to own the address, unless suspended."""
    return db.session.scalar(
        select(User).where(User.email == email, User.confirmed_at.is_not(None), User.suspended_at.is_(None))
    )


def webinars_of_guest(email: str) -> list[int]:
    """The webinars for which somebody registered as a guest with this address, by id."""
    found = select(Registration.webinar_id).where(Registration.email == email)
    return list(db.session.scalars(found.order_by(Registration.webinar_id)))


@dataclass(frozen=True, slots=True)
class Place:
    """How registration for a webinar stands, and how it stands with one person.

    `id` None: the person never registered. `ahead` are those before a person who waits; `attended` says whether it is
    known that they were there, `checked_in` that they pressed Join.
    """

    terms: Conditions
    tally: Tally
    asks: list[dict[str, Any]]
    omb_number: str
    privacy_note: str
    ask_by: date | None
    slug: str
    join_url: str
    phone_audio: str
    id: int | None = None
    standing: Standing | None = None
    number: int = 0
    asked_at: datetime | None = None
    was_waiting: bool = False
    email: str | None = None
    ahead: int = 0
    attended: bool = False
    checked_in: bool = False

    @property
    def left(self) -> int | None:
        return policies.places_left(self.terms.capacity, self.tally.registered)

    @property
    def may_sit(self) -> bool:
        """Whether this person would get a place now: who waits, in turn; anybody else behind all who wait."""
        waits = self.standing is Standing.WAITING
        return policies.has_place(self.left, self.ahead if waits else self.tally.waiting)


OWN = aliased(Registration, name="own")
"""The registration of the person in question, beside others of the same webinar."""


def counted(*conditions: Any) -> Any:
    """SQL: how many registrations of the webinar."""
    return (
        select(func.count())
        .select_from(Registration)
        .where(Registration.webinar_id == Webinar.item_id, *conditions)
        .correlate(Webinar, OWN)
        .scalar_subquery()
    )


WAITS = Registration.state == Standing.WAITING
AHEAD = counted(WAITS, Registration.number < OWN.number)
WAS_THERE = exists().where(Attendance.registration_id == OWN.id).correlate(OWN)


@cache
def place_statement(by_user: bool) -> Select[*tuple[Any, ...]]:
    """The question for one person's place, by `webinar_id` and `user_id`, or by `registration_id`."""
    asked = select(
        Item.state.label("item_state"),
        Item.slug,
        Webinar.takes_registration,
        Webinar.cancelled_at,
        Webinar.starts_at,
        Webinar.ends_at,
        Webinar.zone,
        Webinar.opens_at,
        Webinar.closes_at,
        Webinar.capacity,
        Webinar.promotes_until,
        Webinar.join_minutes,
        Webinar.join_url,
        Webinar.phone_audio,
        Webinar.asks,
        Webinar.omb_number,
        Webinar.privacy_note,
        Webinar.ask_by,
        counted(Registration.state == Standing.REGISTERED).label("registered"),
        counted(WAITS).label("waiting"),
        OWN.id.label("own_id"),
        OWN.state.label("standing"),
        OWN.number,
        OWN.asked_at,
        OWN.was_waiting,
        OWN.email,
        AHEAD.label("ahead"),
        WAS_THERE.label("attended"),
        WAS_THERE.where(Attendance.presence == Presence.CHECK_IN).label("checked_in"),
    ).join(Item, Item.id == Webinar.item_id)
    if not by_user:
        mine = OWN.id == bindparam("registration_id", type_=Integer)
        return asked.join(OWN, OWN.webinar_id == Webinar.item_id).where(mine)
    mine = (OWN.webinar_id == Webinar.item_id) & (OWN.user_id == bindparam("user_id", type_=Integer))
    return asked.outerjoin(OWN, mine).where(Webinar.item_id == bindparam("webinar_id", type_=Integer))


def place_of_user(webinar_id: int, user_id: int) -> Place:
    """How one stands who is signed in; `user_id` 0 is a visitor. In one question."""
    return place(reading.rows(place_statement(True), webinar_id=webinar_id, user_id=user_id).one())


def place_of_registration(registration_id: int) -> Place | None:
    """How a guest stands; None where the registration is gone."""
    row = reading.rows(place_statement(False), registration_id=registration_id).one_or_none()
    return place(row) if row else None


def place(row: Any) -> Place:
    terms = Conditions(
        is_out=row.item_state is ItemState.PUBLISHED,
        takes_registration=row.takes_registration,
        cancelled_at=row.cancelled_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        capacity=row.capacity,
        promotes_until=row.promotes_until,
        join_minutes=row.join_minutes,
        has_join_link=bool(row.join_url),
    )
    return Place(
        terms=terms,
        tally=Tally(row.registered, row.waiting),
        asks=row.asks or [],
        omb_number=row.omb_number,
        privacy_note=row.privacy_note,
        ask_by=row.ask_by,
        slug=row.slug,
        join_url=row.join_url,
        phone_audio=row.phone_audio,
        id=row.own_id,
        standing=row.standing,
        number=row.number or 0,
        asked_at=row.asked_at,
        was_waiting=bool(row.was_waiting),
        email=row.email,
        ahead=row.ahead,
        attended=bool(row.attended),
        checked_in=bool(row.checked_in),
    )

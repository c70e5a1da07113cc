"""What a certificate of attendance says."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select

from ion.core import reading
from ion.core.labels import names_in_words
from ion.models import (
    Attendance,
    Item,
    ItemAuthor,
    ItemState,
    Person,
    Registration,
    User,
    Webinar,
)
from ion.recordings.queries.webinars import COLUMNS, KIND, Held

NAME = func.coalesce(Person.name, Registration.name).label("name")
THERE = select(Attendance.id).where(Attendance.registration_id == Registration.id).exists()


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who was there, of what, and who presented, in words ("A, B, and C")."""

    name: str
    webinar: Held
    presenters: str | None


def attended() -> Select[*tuple[Any, ...]]:
    """Registrations whose people were there, of published webinars that took place, with the person's name."""
    return (
        select(*COLUMNS, NAME)
        .select_from(Registration)
        .join(Webinar, Webinar.item_id == Registration.webinar_id)
        .join(Item, Item.id == Webinar.item_id)
        .join(User, User.id == Registration.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .where(Item.kind == KIND, Item.state == ItemState.PUBLISHED, Webinar.cancelled_at.is_(None), THERE)
    )


OF_USER = attended().where(
    Item.slug == bindparam("slug"), Registration.user_id == bindparam("user_id", type_=Integer)
)
OF_REGISTRATION = attended().where(Registration.id == bindparam("id", type_=Integer))
PRESENTERS = (
    select(Person.name)
    .join(ItemAuthor, ItemAuthor.person_id == Person.id)
    .where(ItemAuthor.item_id == bindparam("id", type_=Integer))
    .order_by(ItemAuthor.position)
)


def of_user(slug: str, user_id: int) -> Certificate | None:
    """The certificate of a user; None for who was not there, and before the webinar is over."""
    return certificate(reading.rows(OF_USER, slug=slug, user_id=user_id).one_or_none())


def of_registration(id: int) -> Certificate | None:
    """The same by the registration, as guests have it."""
    return certificate(reading.rows(OF_REGISTRATION, id=id).one_or_none())


def certificate(row: Any) -> Certificate | None:
    if row is None:
        return None
    *told, name = row
    webinar = Held(*told)
    if not webinar.is_over:
        return None
    presenters = reading.rows(PRESENTERS, id=webinar.id).scalars().all()
    return Certificate(name, webinar, names_in_words(presenters))

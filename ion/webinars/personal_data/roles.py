"""Who presents or moderates a webinar to come."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, exists, or_, select

from ion.base.extensions import db
from ion.commons.publishing.services.departing import name_instead, sign_instead
from ion.core import clock
from ion.core.people import HAS_LOGIN
from ion.core.ports.personal import ContactRole
from ion.models import Item, ItemAuthor, ItemState, Person, Webinar
from ion.webinars.queries.filters import KIND, PATH

PART = "moderator"
PRESENTS = exists().where(ItemAuthor.item_id == Webinar.item_id)


class WebinarRoles:
    """Presenters and moderators of webinars to come: attendees turn to them."""

    kind = KIND

    def roles(self, person_id: int) -> Sequence[ContactRole]:
        presents = PRESENTS.where(ItemAuthor.person_id == person_id)
        found = {row.id: row for row in coming(presents)}
        moderated = {row.id: row for row in coming(Webinar.moderator_id == person_id)}
        return [
            told(row, in_words(id in found, id in moderated))
            for id, row in sorted((found | moderated).items())
        ]

    def hand_over(self, id: int, person_id: int | None, to_person_id: int | None) -> None:
        """Both roles of the person, or, where it is nobody's, that of a moderator."""
        webinar = db.session.scalar(select(Webinar).where(Webinar.item_id == id).with_for_update())
        if webinar is None:
            return
        if person_id in (None, webinar.moderator_id):
            before, webinar.moderator_id = webinar.moderator_id, to_person_id
            db.session.flush()
            name_instead(id, PART, before, to_person_id)
        if person_id is not None:
            sign_instead(webinar.item, person_id, to_person_id)

    def vacant(self, most: int) -> Sequence[ContactRole]:
        """Webinars to come that nobody who signs in presents or moderates."""
        signs_in = select(Person.id).where(HAS_LOGIN)
        moderates = and_(Webinar.moderator_id.is_not(None), Webinar.moderator_id.in_(signs_in))
        somebody = or_(moderates, PRESENTS.where(ItemAuthor.person_id.in_(signs_in)))
        return [told(row, "Moderator") for row in coming(~somebody)][:most]


def coming(condition: Any) -> list[Any]:
    """Published webinars to come that take place, the next one first."""
    found = (
        select(Item.id, Item.title, Item.slug)
        .join(Webinar, Webinar.item_id == Item.id)
        .where(condition, Item.state == ItemState.PUBLISHED, Webinar.cancelled_at.is_(None))
        .where(Webinar.ends_at > clock.now())
        .order_by(Webinar.starts_at, Item.id)
    )
    return list(db.session.execute(found))


def told(row: Any, role: str) -> ContactRole:
    return ContactRole(KIND, row.id, row.title, PATH + row.slug, role)


def in_words(presents: bool, moderates: bool) -> str:
    if presents and moderates:
        return "Presenter and moderator"
    return "Presenter" if presents else "Moderator"

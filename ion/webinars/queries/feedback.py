"""What attendees said of a webinar: one registrant's own, and what presenters and moderators read, without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, exists, func, or_, select

from ion.base.extensions import db
from ion.core import reading
from ion.models import Feedback, ItemAuthor, Webinar
from ion.webinars.opinions import RATINGS

WEBINAR = bindparam("webinar_id", type_=Integer)
PERSON = bindparam("person_id", type_=Integer)


def own_feedback(registration_id: int) -> Feedback | None:
    """What a registrant has said so far."""
    return db.session.get(Feedback, registration_id, populate_existing=True)


class Remark(NamedTuple):
    """What one attendee wrote; who it was and when is not part of it."""

    useful: str
    better: str


@dataclass(frozen=True, slots=True)
class Results:
    """How often each rating was given, the best first, and what was written in an order that says nothing of time."""

    numbers: dict[int, int]
    remarks: Sequence[Remark]

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def average(self) -> float:
        """From 1 to 5; 0.0 where nobody said anything."""
        return sum(rating * n for rating, n in self.numbers.items()) / self.total if self.total else 0.0

    def percent(self, rating: int) -> int:
        return round(100 * self.numbers[rating] / self.total) if self.total else 0


COUNTS = (
    select(Feedback.rating, func.count().label("n"))
    .where(Feedback.webinar_id == WEBINAR)
    .group_by(Feedback.rating)
)
REMARKS = (
    select(Feedback.useful, Feedback.better)
    .where(Feedback.webinar_id == WEBINAR, or_(Feedback.useful != "", Feedback.better != ""))
    .order_by(func.length(Feedback.useful + Feedback.better).desc(), Feedback.useful, Feedback.better)
)


def results(webinar_id: int) -> Results:
    """Everything that was said of a webinar."""
    counted = {row.rating: row.n for row in reading.rows(COUNTS, webinar_id=webinar_id)}
    remarks = [Remark(*row) for row in reading.rows(REMARKS, webinar_id=webinar_id)]
    return Results({rating: counted.get(rating, 0) for rating in RATINGS}, remarks)


PRESENTS = exists().where(ItemAuthor.item_id == WEBINAR, ItemAuthor.person_id == PERSON)
MODERATES = exists().where(Webinar.item_id == WEBINAR, Webinar.moderator_id == PERSON)
HEARS = select(or_(PRESENTS, MODERATES))


def hears_feedback(webinar_id: int, person_id: int) -> bool:
    """Whether what is said of a webinar is said to this person: a presenter, or the moderator."""
    return bool(reading.rows(HEARS, webinar_id=webinar_id, person_id=person_id).scalar())

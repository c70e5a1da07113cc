"""How far an issue has got, and what became of its mails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from ion.base.extensions import db
from ion.commons.mailing.labels import GIVEN_UP
from ion.commons.mailing.queries import IS_GIVEN_UP
from ion.models import Delivery, Fate, Newsletter, NewsletterRecipient, NewsletterState
from ion.newsletters.labels import FATES, FORGOTTEN, MOVING, TROUBLED, UNASKED, FateWords

STANDING = case(
    (NewsletterRecipient.asked_at.is_(None), UNASKED),
    (Delivery.id.is_(None), FORGOTTEN),
    (IS_GIVEN_UP, GIVEN_UP),
    else_=Delivery.fate,
)
IS_TROUBLED = or_(Delivery.fate.in_([Fate.UNKNOWN, Fate.REFUSED]), IS_GIVEN_UP)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many recipients there are, and how many of their mails stand how, by key of `labels.FATES`."""

    state: NewsletterState
    fates: Mapping[str, int]

    @property
    def people(self) -> int:
        return sum(self.fates.values())

    @property
    def ended(self) -> int:
        """How many mails have come to an end, whichever."""
        return self.people - sum(self.fates.get(key, 0) for key in MOVING)

    @property
    def troubled(self) -> int:
        """How many wait for a person to decide."""
        return sum(self.fates.get(key, 0) for key in TROUBLED)

    @property
    def is_running(self) -> bool:
        return self.state is NewsletterState.SENDING

    @property
    def told(self) -> list[tuple[FateWords, int]]:
        """What became of the mails, in the order of `labels.FATES`; of a canceled issue nothing is waiting."""
        return [(words, self.fates[key]) for key, words in FATES.items() if self.fates.get(key)]


def progress(newsletter: Newsletter) -> Progress:
    """How far the issue has got. Once its mails are forgotten, what was written down when it was through."""
    fates = fates_now(newsletter.id)
    kept = (newsletter.written or {}).get("fates")
    is_forgotten = bool(fates) and set(fates) <= {FORGOTTEN, UNASKED}
    return Progress(newsletter.state, kept if kept and is_forgotten else fates)


def fates_now(newsletter_id: int) -> dict[str, int]:
    """How many mails stand how now."""
    counted = (
        select(STANDING.label("standing"), func.count())
        .select_from(NewsletterRecipient)
        .join(Delivery, Delivery.id == NewsletterRecipient.delivery_id, isouter=True)
        .where(NewsletterRecipient.newsletter_id == newsletter_id)
        .group_by("standing")
    )
    return {str(standing): number for standing, number in db.session.execute(counted)}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A mail that waits for a person: to whom it was, how it stands, and why."""

    user_id: int
    address: str
    standing: str
    why: str
    at: datetime | None

    @property
    def words(self) -> FateWords:
        return FATES[self.standing]

    @property
    def is_doubtful(self) -> bool:
        """Whether it may have arrived, so that sending it again may be the second time."""
        return self.standing == Fate.UNKNOWN


def troubles(newsletter_id: int, *, offset: int, limit: int) -> Sequence[Trouble]:
    """The mails that wait for a person, by address."""
    return found(newsletter_id, IS_TROUBLED, offset=offset, limit=limit)


def trouble(newsletter_id: int, user_id: int) -> Trouble | None:
    """The same of one recipient; None where there is nothing to decide."""
    return next(iter(found(newsletter_id, and_(IS_TROUBLED, NewsletterRecipient.user_id == user_id))), None)


def found(
    newsletter_id: int, which: ColumnElement[bool], *, offset: int = 0, limit: int = 1
) -> list[Trouble]:
    rows: Sequence[Any] = db.session.execute(
        select(
            NewsletterRecipient.user_id,
            Delivery.address,
            STANDING.label("standing"),
            Delivery.error,
            Delivery.ended_at,
        )
        .join(Delivery, Delivery.id == NewsletterRecipient.delivery_id)
        .where(NewsletterRecipient.newsletter_id == newsletter_id, which)
        .order_by(Delivery.address, Delivery.id)
        .offset(offset)
        .limit(limit)
    ).all()
    return [Trouble(row.user_id, row.address, str(row.standing), row.error, row.ended_at) for row in rows]

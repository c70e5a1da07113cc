"""Issues as lists show them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.models import Newsletter, NewsletterRecipient, NewsletterState, Person, User
from ion.newsletters.labels import STATES

KIND = "newsletter"
"""What mailing, preferences and the log of deeds call it."""
PATH = "/staff/newsletters/"


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue in the list. `at` is when it goes out, began to go out, or was begun; `people` is 0 before that."""

    id: int
    subject: str
    state: NewsletterState
    at: datetime
    zone: str
    people: int
    by: str
    note: str

    @property
    def path(self) -> str:
        return path_of(self.id)

    @property
    def label(self) -> str:
        return STATES[self.state]


def path_of(newsletter_id: int) -> str:
    """Where an issue stands."""
    return f"{PATH}{newsletter_id}"


def one(newsletter_id: int) -> Newsletter | None:
    """The issue itself; None for an unknown id."""
    return db.session.get(Newsletter, newsletter_id)


def note_of(newsletter: Newsletter) -> str:
    """What whoever opens a draft has to know first, such as why it was not sent; empty for most."""
    is_draft = newsletter.state is NewsletterState.DRAFT
    return str((newsletter.written or {}).get("note", "")) if is_draft else ""


def totals() -> dict[str, int]:
    """How many issues are in each state, in the order of `labels.STATES`; states without any are left out."""
    by_state = select(Newsletter.state, func.count()).group_by(Newsletter.state)
    found = {state: number for state, number in db.session.execute(by_state)}
    return {state.value: found[state] for state in STATES if state in found}


def issues(state: str, *, offset: int, limit: int) -> list[Issue]:
    """The issues in that state, or all for an empty one, the newest first."""
    at = func.coalesce(Newsletter.started_at, Newsletter.send_at, Newsletter.created_at)
    rows = db.session.execute(
        select(Newsletter, Person.name)
        .join(User, User.id == Newsletter.user_id, isouter=True)
        .join(Person, Person.id == User.person_id, isouter=True)
        .where(Newsletter.state == state if state else Newsletter.id > 0)
        .order_by(at.desc(), Newsletter.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()
    people = people_of([newsletter.id for newsletter, _ in rows])
    return [
        Issue(
            id=row.id,
            subject=row.subject,
            state=row.state,
            at=row.started_at or row.send_at or row.created_at,
            zone=row.zone if row.state is NewsletterState.SCHEDULED else "",
            people=people.get(row.id, 0),
            by=name or "",
            note=note_of(row),
        )
        for row, name in rows
    ]


def people_of(ids: list[int]) -> dict[int, int]:
    """How many people each of these issues went to; those not begun are absent."""
    if not ids:
        return {}
    counted = (
        select(NewsletterRecipient.newsletter_id, func.count())
        .where(NewsletterRecipient.newsletter_id.in_(ids))
        .group_by(NewsletterRecipient.newsletter_id)
    )
    return {id: number for id, number in db.session.execute(counted)}


def next_scheduled() -> Newsletter | None:
    """The issue that goes out next."""
    return db.session.scalars(
        select(Newsletter)
        .where(Newsletter.state == NewsletterState.SCHEDULED)
        .order_by(Newsletter.send_at, Newsletter.id)
        .limit(1)
    ).first()

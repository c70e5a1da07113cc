"""Issues of the newsletter, and the worker's part in sending them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock, working
from ion.core.unit_of_work import unit_of_work
from ion.core.wall_times import Moment, moment
from ion.models import AuditRow, Delivery, Item, Newsletter, NewsletterRecipient, NewsletterState, User
from ion.newsletters import services
from ion.newsletters.queries import KIND
from ion.newsletters.queries.recipients import Audience
from ion.newsletters.services import ASK, FINISH, START, Words
from ion.worker import HANDLERS
from tests.factories import UserFactory

MAIL = ("mail.send", "mail.send_many")
OURS = {task: each for task, each in HANDLERS.items() if task in (START, ASK, FINISH, *MAIL)}
ASKING = {task: each for task, each in HANDLERS.items() if task in (START, ASK)}
"""The worker's part up to where every mail is asked for and none is sent."""
TOMORROW = moment(datetime.fromisoformat("2026-11-22T09:00"), "America/New_York")


def IssueFactory(
    *items: Item,
    subject: str = "News of the week",
    preview_text: str = "",
    intro: str = "Hello.",
    audience: Audience | None = None,
    by: User | None = None,
) -> int:
    """A draft with these items in it; its id."""
    user_id = (by or editor()).id
    item_ids = [item.id for item in items]
    with unit_of_work():
        issue = services.begin(Words(subject, preview_text, intro), user_id=user_id)
        id = issue.id
        issue.audience = (audience or Audience()).kept
        services.add(id, item_ids, user_id=user_id)
    return id


def editor() -> User:
    """Somebody who writes and gets no newsletters, so that nobody has to count them."""
    return UserFactory(preferences={"channels": {"newsletter": "off"}})


def readers(number: int, **fields: object) -> list[User]:
    return [UserFactory(**fields) for _ in range(number)]


def issue(id: int) -> Newsletter:
    """The issue as it is now."""
    db.session.rollback()
    return db.session.get_one(Newsletter, id)


def state(id: int) -> NewsletterState:
    return issue(id).state


def schedule(id: int, at: Moment = TOMORROW) -> None:
    head, user_id = issue(id).head, editor().id
    with unit_of_work():
        services.schedule(id, at, head=head, user_id=user_id)


def overdue(id: int) -> None:
    """Schedule it for an hour ago."""
    at = clock.now() - timedelta(hours=1)
    with clock.frozen(at - timedelta(hours=1)):
        schedule(id, Moment(at.replace(tzinfo=None), "UTC", at))


def send(id: int) -> int:
    """Begin to send it now; to how many."""
    head, user_id = issue(id).head, editor().id
    with unit_of_work():
        return services.send_now(id, head=head, user_id=user_id)


def work(at: datetime | None = None, handlers: dict[str, working.Handler] = OURS) -> int:
    """Do what is due, now or at that instant."""
    with clock.frozen(at or clock.now()):
        return working.run_due(handlers, "postman")


def recipients(id: int) -> list[str]:
    """The addresses that the issue was fixed to go to."""
    db.session.rollback()
    fixed = select(NewsletterRecipient.address).where(NewsletterRecipient.newsletter_id == id)
    return sorted(db.session.scalars(fixed))


def mails() -> Sequence[Delivery]:
    """Every mail of any issue."""
    db.session.rollback()
    return db.session.scalars(select(Delivery).where(Delivery.kind == KIND).order_by(Delivery.id)).all()


def fates() -> Counter[str]:
    return Counter(mail.fate.value for mail in mails())


def deeds() -> list[str]:
    """What the log says was done to issues, in order."""
    db.session.rollback()
    logged = select(AuditRow.action).where(AuditRow.subject_kind == KIND).order_by(AuditRow.id)
    return list(db.session.scalars(logged))

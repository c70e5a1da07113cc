"""Sending an issue: everything is fixed in one transaction; then mails are asked for, some in each transaction.

A recipient's row says whether the mail was asked for, in the transaction that asks: whoever does it again goes on
where the one before ended. What each mail's fate is, mailing knows.
"""

from datetime import timedelta

from sqlalchemy import func, insert, literal, or_, select

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.commons.mailing.queries import IS_GIVEN_UP
from ion.core import audit, clock, outbox
from ion.models import Delivery, Fate, Newsletter, NewsletterRecipient, NewsletterState, User
from ion.newsletters.queries import KIND, progress
from ion.newsletters.queries.content import content, hindrances, pieces
from ion.newsletters.queries.recipients import Audience, reach, readers
from ion.newsletters.services.changing import Refused, locked, take_off

START, ASK, FINISH = "newsletters.start", "newsletters.ask", "newsletters.finish"
TEMPLATE = "newsletters/issue"
BATCH = 100
"""How many mails are asked for in one transaction."""
LOOK_AGAIN = timedelta(minutes=1)
"""How long after it was not through yet an issue is looked at again, to see whether it is."""
NOT_SENT = "It was not sent at the time you chose. "
ENDED = "There is nothing to send again: the mail arrived, waits, or was sent again before."


def start_due(newsletter_id: int) -> None:
    """Begin to send a scheduled issue whose time has come; all others stay as they are.

    An issue that may not be sent any more becomes a draft that says why.
    """
    newsletter = locked(newsletter_id)
    is_due = newsletter.send_at is not None and newsletter.send_at <= clock.now()
    if newsletter.state is not NewsletterState.SCHEDULED:
        return
    if not is_due:  # it was put off meanwhile, or the clock was set back
        start_later(newsletter)
        return
    try:
        start(newsletter, user_id=None)
    except Refused as refused:
        take_off(newsletter, NOT_SENT + refused.words, user_id=None)


def start_later(newsletter: Newsletter) -> None:
    """Let a scheduled issue begin to go out at its time."""
    assert newsletter.send_at is not None
    key = f"newsletter:{newsletter.id}:{newsletter.send_at.isoformat()}"
    outbox.later(START, key=key, kind=KIND, id=newsletter.id, not_before=newsletter.send_at)


def start(newsletter: Newsletter, *, user_id: int | None) -> int:
    """Fix what a locked issue says and whom it goes to, and let its mails be asked for; to how many. Raises Refused."""
    audience, chosen = Audience.of(newsletter.audience), pieces(newsletter.id)
    if found := hindrances(newsletter, chosen, reach(audience).people):
        raise Refused(" ".join(found))
    everyone = readers(audience, literal(newsletter.id), User.id, User.email).order_by(User.id)
    columns = [NewsletterRecipient.newsletter_id, NewsletterRecipient.user_id, NewsletterRecipient.address]
    db.session.execute(insert(NewsletterRecipient).from_select(columns, everyone))
    people = recipients(newsletter.id)
    newsletter.written = content(newsletter, chosen)
    newsletter.state, newsletter.started_at = NewsletterState.SENDING, clock.now()
    newsletter.head += 1
    ask_later(newsletter.id)
    after = {"subject": newsletter.subject, "people": people}
    audit.record("newsletter sent", kind=KIND, id=newsletter.id, user_id=user_id, after=after)
    return people


def recipients(newsletter_id: int) -> int:
    counted = select(func.count()).where(NewsletterRecipient.newsletter_id == newsletter_id)
    return db.session.scalar(counted) or 0


def ask_next(newsletter_id: int) -> bool:
    """Ask for the next mails of an issue that is being sent; False when all are asked for, or it was canceled."""
    newsletter = locked(newsletter_id)
    if newsletter.state is not NewsletterState.SENDING:
        return False
    rows = db.session.scalars(
        select(NewsletterRecipient)
        .where(NewsletterRecipient.newsletter_id == newsletter_id, NewsletterRecipient.asked_at.is_(None))
        .order_by(NewsletterRecipient.user_id)
        .limit(BATCH)
    ).all()
    asked = mailing.ask_many(
        KIND,
        [(row.user_id, row.address) for row in rows],
        template=TEMPLATE,
        context={"newsletter": newsletter_id},
    )
    for row, delivery in zip(rows, asked, strict=True):
        row.delivery_id, row.asked_at = delivery.id, delivery.created_at
    is_more = len(rows) == BATCH
    if is_more:
        ask_later(newsletter_id)  # what gets on has all its attempts again, however often workers are killed
    else:
        finish_later(newsletter_id)
    return is_more


def ask_later(newsletter_id: int) -> None:
    """Let the mails of an issue be asked for that are not yet."""
    outbox.later(ASK, key=f"newsletter:{newsletter_id}", kind=KIND, id=newsletter_id)


def finish_later(newsletter_id: int, wait: timedelta = timedelta(0)) -> None:
    """See at that time whether it is through. Each time is work of its own: work under way cannot be asked for anew."""
    at = clock.now() + wait
    key = f"newsletter:{newsletter_id}:{at.isoformat()}"
    outbox.later(FINISH, key=key, kind=KIND, id=newsletter_id, not_before=at)


def finish(newsletter_id: int) -> None:
    """Say that the issue is sent once no mail of it can change by itself any more; look again later until then."""
    newsletter = locked(newsletter_id)
    if newsletter.state is not NewsletterState.SENDING:
        return
    if in_motion(newsletter_id):
        finish_later(newsletter_id, LOOK_AGAIN)
        return
    newsletter.state, newsletter.finished_at = NewsletterState.SENT, clock.now()
    newsletter.written = {**(newsletter.written or {}), "fates": progress.fates_now(newsletter_id)}


def in_motion(newsletter_id: int) -> int:
    """How many mails of the issue are not asked for, wait, or are being handed over."""
    waits = Delivery.fate.in_([Fate.WAITING, Fate.HANDED]) & ~IS_GIVEN_UP
    counted = (
        select(func.count())
        .select_from(NewsletterRecipient)
        .join(Delivery, Delivery.id == NewsletterRecipient.delivery_id, isouter=True)
        .where(
            NewsletterRecipient.newsletter_id == newsletter_id,
            or_(NewsletterRecipient.asked_at.is_(None), waits),
        )
    )
    return db.session.scalar(counted) or 0


def send_again(newsletter_id: int, user_id: int, *, by_user_id: int) -> None:
    """Send one recipient a mail again that was refused, given up, or may not have arrived. Raises Refused."""
    locked(newsletter_id)
    row = db.session.get(NewsletterRecipient, (newsletter_id, user_id))
    if row is None or row.delivery_id is None:
        raise Refused(ENDED)
    try:
        new = mailing.send_again(row.delivery_id, by_user_id)
    except mailing.NotSentAgain as error:
        raise Refused(ENDED) from error
    audit.record(
        "newsletter resent",
        kind=KIND,
        id=newsletter_id,
        user_id=by_user_id,
        after={"to": user_id, "delivery": new.id},
    )

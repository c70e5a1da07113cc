"""Deciding when an issue goes out: at a time, now, or not at all; and a copy to oneself before that."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from ion.base.extensions import db
from ion.commons.mailing import services as mailing
from ion.core import audit, clock, throttle
from ion.core.throttle import Limit
from ion.core.wall_times import Moment
from ion.models import Newsletter, NewsletterRecipient, NewsletterState, User
from ion.newsletters.queries import KIND
from ion.newsletters.queries.content import content, hindrances, pieces
from ion.newsletters.queries.recipients import Audience, reach
from ion.newsletters.services.changing import Refused, locked, must_be_open, take_off, unchanged
from ion.newsletters.services.sending import TEMPLATE, start, start_later

TESTS = Limit("newsletter-test", 10, timedelta(hours=1))
TEST_MARK = "[Test] "
PAST = "This time has passed. Choose a later one, or send the issue now."
OVER = "This issue was sent or canceled already."
STOPPED = "The issue was canceled before this was sent."


def schedule(newsletter_id: int, moment: Moment, *, head: int, user_id: int) -> None:
    """Let the issue, as it was at `head`, go out at the moment and no other. Raises Stale, Refused."""
    newsletter = unchanged(newsletter_id, head)
    must_be_open(newsletter)
    if moment.at <= clock.now():
        raise Refused(PAST)
    people = reach(Audience.of(newsletter.audience)).people
    if found := hindrances(newsletter, pieces(newsletter.id), people):
        raise Refused(" ".join(found))
    newsletter.state, newsletter.written = NewsletterState.SCHEDULED, None
    newsletter.send_local, newsletter.zone, newsletter.send_at = moment.local, moment.zone, moment.at
    newsletter.head += 1
    start_later(newsletter)
    after = {"subject": newsletter.subject, "at": moment.at.isoformat(), "people": people}
    audit.record("newsletter scheduled", kind=KIND, id=newsletter.id, user_id=user_id, after=after)


def unschedule(newsletter_id: int, *, user_id: int) -> None:
    """Make a scheduled issue a draft again; one that is a draft stays one. Raises Refused."""
    newsletter = locked(newsletter_id)
    must_be_open(newsletter)
    if newsletter.state is NewsletterState.SCHEDULED:
        newsletter.head += 1
        take_off(newsletter, "", user_id)


def send_now(newsletter_id: int, *, head: int, user_id: int) -> int:
    """Begin to send the issue as it was at `head`; returns to how many people. Raises Stale, Refused."""
    newsletter = unchanged(newsletter_id, head)
    must_be_open(newsletter)
    return start(newsletter, user_id=user_id)


def cancel(newsletter_id: int, *, user_id: int) -> None:
    """Hold the issue back for good: what has not left yet stays here. Raises Refused where all of it has."""
    newsletter = locked(newsletter_id)
    if newsletter.state in (NewsletterState.SENT, NewsletterState.CANCELED):
        raise Refused(OVER)
    if newsletter.state is NewsletterState.SENDING:
        mailing.call_back(mails_of(newsletter), STOPPED)
        newsletter.finished_at = clock.now()
    before = {"subject": newsletter.subject, "state": newsletter.state.value}
    newsletter.state = NewsletterState.CANCELED
    newsletter.head += 1
    audit.record("newsletter canceled", kind=KIND, id=newsletter.id, user_id=user_id, before=before)


def mails_of(newsletter: Newsletter) -> Select[Any]:
    """SQL: the ids of the mails that were asked for so far."""
    return select(NewsletterRecipient.delivery_id).where(
        NewsletterRecipient.newsletter_id == newsletter.id, NewsletterRecipient.delivery_id.is_not(None)
    )


def send_test(newsletter_id: int, *, user_id: int) -> int:
    """Mail the issue as it is now to whoever asks, marked as a test; returns how many seconds to wait instead, or 0."""
    if wait := throttle.count(TESTS, str(user_id)):
        return wait
    newsletter = locked(newsletter_id)
    said = content(newsletter, pieces(newsletter.id))
    mailing.ask(
        "newsletter test",
        address=db.session.get_one(User, user_id).email,
        template=TEMPLATE,
        user_id=user_id,
        context=said | {"subject": TEST_MARK + newsletter.subject, "is_test": True},
    )
    return 0

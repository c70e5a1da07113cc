"""What every change of an issue begins with: the row, locked; whether it may be changed; whether it is still the one
that was looked at.
"""

from ion.base.extensions import db
from ion.core import audit
from ion.models import Newsletter, NewsletterState
from ion.newsletters.queries import KIND

CHANGED = "It is no longer scheduled: it was changed after that. Schedule it again once it is as you want it."
ON_ITS_WAY = (
    "This issue is on its way or was sent, so it cannot be changed any more. Duplicate it to write a new one."
)
CANCELED = "This issue was canceled. Duplicate it to write a new one."


class Refused(Exception):
    """A rule forbids it; `words` say which, ready for a page."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Stale(Exception):
    """Somebody saved the issue since it was looked at."""


def locked(newsletter_id: int) -> Newsletter:
    """The issue, so that nobody else changes it until the unit of work ends. Raises NoResultFound."""
    return db.session.get_one(Newsletter, newsletter_id, with_for_update=True)


def unchanged(newsletter_id: int, head: int) -> Newsletter:
    """The same, as it was when it was looked at; raises Stale."""
    newsletter = locked(newsletter_id)
    if newsletter.head != head:
        raise Stale
    return newsletter


def must_be_open(newsletter: Newsletter) -> None:
    """Raise Refused once the text and the recipients of the issue are fixed."""
    if newsletter.state is NewsletterState.CANCELED:
        raise Refused(CANCELED)
    if newsletter.state not in (NewsletterState.DRAFT, NewsletterState.SCHEDULED):
        raise Refused(ON_ITS_WAY)


def note_change(newsletter: Newsletter, user_id: int) -> None:
    """Count a save; what was scheduled is not any more, since nobody has looked at it as it is now."""
    newsletter.head += 1
    if newsletter.state is NewsletterState.SCHEDULED:
        take_off(newsletter, CHANGED, user_id)


def take_off(newsletter: Newsletter, note: str, user_id: int | None) -> None:
    """Make a scheduled issue a draft again; `note` tells its writers why."""
    before = {"at": newsletter.send_at.isoformat() if newsletter.send_at else ""}
    audit.record("newsletter unscheduled", kind=KIND, id=newsletter.id, user_id=user_id, before=before)
    newsletter.state, newsletter.written = NewsletterState.DRAFT, {"note": note} if note else None
    newsletter.send_local, newsletter.zone, newsletter.send_at = None, "", None

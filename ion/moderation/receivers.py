"""What moderation hears: texts that the site holds, and held comments that were decided on their own desk."""

from ion.core import outbox, signals
from ion.models import Comment
from ion.moderation import services
from ion.moderation.queries.reports import waits


def take_held(_thing: object, *, kind: str, id: int, why: str, about_id: int | None, **_: object) -> None:
    """The site holds a text: ION staff have a report of it."""
    services.hold(kind, id, why=why, about_id=about_id)


def settle_later(comment: Comment, **_: object) -> None:
    """A comment was approved or refused: where it was held for its words, its report is settled."""
    if comment.decided_at is not None and waits("comment", comment.id):
        outbox.later(services.SETTLE, key=f"comment:{comment.id}", kind="comment", id=comment.id)


def listen() -> None:
    """Hear of it; called by `ion.app`."""
    signals.text_held.connect(take_held)
    signals.comment_posted.connect(settle_later)
    signals.comment_refused.connect(settle_later)

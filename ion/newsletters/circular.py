"""What mailing asks of newsletters: what the mails of an issue say, and which mail stands for which."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from ion.base.extensions import db
from ion.models import Newsletter, NewsletterRecipient, NewsletterState
from ion.newsletters.queries import KIND

LEAVES = (NewsletterState.SENDING, NewsletterState.SENT)


class NewsletterCircular:
    """Issues of the newsletter, as fixed when they began to go out."""

    kind = KIND
    label = "ION newsletter"

    def content(self, context: Mapping[str, Any]) -> Mapping[str, Any] | None:
        row = db.session.execute(
            select(Newsletter.written, Newsletter.state).where(Newsletter.id == context["newsletter"])
        ).one_or_none()
        return row.written if row and row.state in LEAVES else None

    def sent_again(self, old_id: int, new_id: int) -> None:
        db.session.execute(
            update(NewsletterRecipient)
            .where(NewsletterRecipient.delivery_id == old_id)
            .values(delivery_id=new_id)
        )

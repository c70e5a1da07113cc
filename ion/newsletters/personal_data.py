"""What newsletters keep of somebody: the issues they got, and those they wrote."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, update

from ion.base.extensions import db
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import Newsletter, NewsletterRecipient

NOT_TOLD = ("audience", "written", "intro_html", "send_local", "zone")


class NewsletterData:
    """Issues that a user got or wrote."""

    kind = "newsletters"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        return {
            "got": rows(NewsletterRecipient, NewsletterRecipient.user_id == user_id),
            "wrote": rows(Newsletter, Newsletter.user_id == user_id, hide=NOT_TOLD),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """That they got an issue is forgotten; issues belong to the site."""
        got = NewsletterRecipient.user_id == user_id
        db.session.execute(delete(NewsletterRecipient).where(got))
        db.session.execute(update(Newsletter).where(Newsletter.user_id == user_id).values(user_id=None))

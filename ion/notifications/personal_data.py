"""What notifications keep of somebody: what they were told, and how long that is kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.core import holds
from ion.core.portable import rows
from ion.core.ports.personal import OwnFile
from ion.models import BriefLine, Notice, User


class NoticeData:
    """The notifications of a user, and what their briefs named."""

    kind = "notifications"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        return {
            "notifications": rows(Notice, Notice.user_id == user_id, hide=("actor_id",)),
            "briefs": rows(BriefLine, BriefLine.user_id == user_id),
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        for model in (Notice, BriefLine):
            db.session.execute(delete(model).where(model.user_id == user_id))


class NoticesRetained:
    """Notifications that were read."""

    kind = "notifications"
    label = "Notifications that were read"
    help = "What members were told on the site. Those that were not read stay."
    days = 365

    def forget(self, before: datetime, most: int) -> int:
        person = select(User.person_id).where(User.id == Notice.user_id).scalar_subquery()
        old = (
            select(Notice.id)
            .where(Notice.read_at < before, holds.spared(Notice.created_at, person))
            .order_by(Notice.id)
            .limit(most)
        )
        ids = db.session.scalars(old).all()
        db.session.execute(delete(Notice).where(Notice.id.in_(ids)))
        return len(ids)

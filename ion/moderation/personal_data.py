"""What moderation keeps of somebody: what they reported, what was decided about what is theirs, and for how long."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from ion.base.extensions import db
from ion.core import holds
from ion.core.portable import Record, rows
from ion.core.ports.personal import OwnFile
from ion.models import Report, ReportVoice, User
from ion.moderation.policies import HIDING

ABOUT_OTHERS = ("user_id", "report_id")
STAFFS_OWN = (
    "snapshot",
    "note",
    "open_key",
    "about_id",
    "is_held",
    "claimed_by_id",
    "claimed_at",
    "decided_by_id",
)
"""What ION staff keep for themselves, and what others wrote."""


class ModerationData:
    """Reports by a user, and decisions that they were told of."""

    kind = "moderation"

    def export(self, user_id: int, person_id: int) -> Mapping[str, Any]:
        told = (Report.about_id == user_id, Report.decision.in_(HIDING))
        return {
            "reports": rows(ReportVoice, ReportVoice.user_id == user_id, hide=ABOUT_OTHERS),
            "decisions": [without_nothing(each) for each in rows(Report, *told, hide=STAFFS_OWN)],
        }

    def files(self, user_id: int, person_id: int) -> Iterable[OwnFile]:
        return ()

    def release(self, user_id: int, person_id: int, *, keep: bool) -> None:
        """What they said of others goes where it was decided, and their replies; what waits is still decided."""
        decided = select(Report.id).where(Report.decided_at.is_not(None))
        said = update(ReportVoice).where(ReportVoice.user_id == user_id, ReportVoice.report_id.in_(decided))
        db.session.execute(said.values(words=""))
        db.session.execute(update(Report).where(Report.about_id == user_id).values(reply=""))
        db.session.execute(update(ReportVoice).where(ReportVoice.user_id == user_id).values(user_id=None))
        db.session.execute(update(Report).where(Report.about_id == user_id).values(about_id=None))


def without_nothing(record: Record) -> Record:
    """The record without what says nothing."""
    return {name: value for name, value in record.items() if value not in (None, "")}


class ReportsRetained:
    """Reports that were decided."""

    kind = "reports"
    label = "Reports and decisions"
    help = (
        "Counted from the decision. What was reported as it was then, who reported it, and what ION staff decided; it "
        "goes for good, unless a hold covers it."
    )
    days = 1095

    def forget(self, before: datetime, most: int) -> int:
        is_old = Report.decided_at.is_not(None) & (Report.decided_at < before)
        person = select(User.person_id).where(User.id == Report.about_id).scalar_subquery()
        old = select(Report.id).where(is_old, holds.spared(Report.created_at, person))
        ids = list(db.session.scalars(old.order_by(Report.decided_at).limit(most)))
        if ids:
            db.session.execute(delete(Report).where(Report.id.in_(ids)))
        return len(ids)

"""Who did what: one row, in the transaction of the deed."""

from typing import Any

from ion.base.extensions import db
from ion.core import clock
from ion.models import AuditRow


def record(
    action: str,
    *,
    kind: str,
    id: int | None,
    user_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write down `action` (a past-tense verb such as "imported") on (kind, id). None as user is the system."""
    db.session.add(
        AuditRow(
            at=clock.now(),
            user_id=user_id,
            action=action,
            subject_kind=kind,
            subject_id=id,
            before=before,
            after=after,
        )
    )

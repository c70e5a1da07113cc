"""The copies of their data that somebody asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from ion.base.extensions import db
from ion.core import clock
from ion.models import DataExport, File

EXPORT = "export"
"""The kind of parent of the archives."""
LASTS = timedelta(days=7)
"""How long an archive may be downloaded."""
AGAIN = timedelta(days=1)
"""After so long another one may be asked for."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy: `path` is where it is downloaded, empty while it is made; `size` in bytes."""

    asked_at: datetime
    expires_at: datetime | None
    problem: str
    path: str
    size: int


def copies(user_id: int) -> list[Copy]:
    """The copies that are being made or may be downloaded, the newest first."""
    rows = db.session.execute(
        select(DataExport.asked_at, DataExport.expires_at, DataExport.problem, File.token, File.size)
        .join(File, and_(File.parent_kind == EXPORT, File.parent_id == DataExport.id), isouter=True)
        .where(DataExport.user_id == user_id)
        .order_by(DataExport.asked_at.desc(), DataExport.id.desc())
    ).all()
    at = clock.now()
    return [
        Copy(
            row.asked_at,
            row.expires_at,
            row.problem,
            f"/files/{row.token}" if row.token else "",
            row.size or 0,
        )
        for row in rows
        if row.expires_at is None or row.expires_at > at
    ]


def may_ask_at(user_id: int) -> datetime | None:
    """When another copy may be asked for; None for now."""
    last = db.session.scalar(
        select(DataExport.asked_at)
        .where(DataExport.user_id == user_id, DataExport.asked_at > clock.now() - AGAIN)
        .order_by(DataExport.asked_at.desc())
        .limit(1)
    )
    return last + AGAIN if last else None

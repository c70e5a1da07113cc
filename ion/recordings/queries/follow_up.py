"""The follow-up of a webinar: whether it may go out, and when it did."""

from datetime import datetime

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.models import AuditRow
from ion.recordings.queries.reports import Turnout, turnout
from ion.recordings.queries.webinars import KIND, Held

SENT = "sent the follow-up"
"""What the log of deeds says of it."""


def sent_at(webinar_id: int) -> datetime | None:
    """When ION staff last let the follow-up go out; None for never."""
    return db.session.scalar(
        select(func.max(AuditRow.at)).where(
            AuditRow.subject_kind == KIND, AuditRow.subject_id == webinar_id, AuditRow.action == SENT
        )
    )


def why_not(webinar: Held, came: Turnout | None = None) -> str:
    """Why the follow-up cannot go out, in words; empty where it may."""
    if webinar.cancelled_at is not None:
        return "This webinar was canceled, so there is nothing to follow up."
    if not webinar.is_over:
        return "This webinar is not over yet."
    if not webinar.is_out:
        return "This webinar is not published, so its mail would lead nowhere."
    came = came or turnout(webinar.id)
    if not came.registered:
        return "Nobody registered here, so there is nobody to write to."
    if not came.is_known:
        return "Load the attendance report first: who was there and who was not get different mail."
    return ""

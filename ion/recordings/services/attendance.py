"""Who was there, by a report: rows of attendance for registrants and callers, a list of everyone else."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from ion.base.extensions import db
from ion.models import Attendance, PlatformReport, Presence, Webinar
from ion.recordings.meanings import Columns
from ion.recordings.people import Guest, guests, matched
from ion.recordings.queries import reports as queries


def take(webinar: Webinar, report: PlatformReport, rows: Sequence[Sequence[str]], columns: Columns) -> None:
    """Take in who was there. What an earlier report of the webinar said goes; who checked in stays."""
    people = guests(rows, columns)
    found = matched(people, queries.registrants(webinar.item_id))
    earlier = (
        Attendance.webinar_id == webinar.item_id,
        Attendance.report_id.is_not(None),
    )
    db.session.execute(delete(Attendance).where(*earlier))
    present = [(Presence.REPORT, id, minutes) for id, minutes in found.present.items()]
    callers = [(Presence.PHONE, None, minutes) for minutes in found.callers]
    db.session.add_all(
        Attendance(
            webinar_id=webinar.item_id,
            registration_id=id,
            report_id=report.id,
            presence=presence,
            minutes=minutes,
            at=webinar.starts_at,
        )
        for presence, id, minutes in (*present, *callers)
    )
    report.row_count = len(people)
    report.unknown = [told(guest) for guest in found.unknown]


def told(guest: Guest) -> dict[str, Any]:
    """Somebody who is not registered, as `PlatformReport.unknown` lists them."""
    return {"name": guest.name, "email": guest.email, "minutes": guest.minutes}

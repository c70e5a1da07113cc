"""A session as calendars are told of it: by its own file, and by the mails to both sides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ion.core import ics
from ion.core.ics import CalendarEvent, Mailbox, Method
from ion.core.ports.mail import Sender
from ion.models import MentorshipSession


def event(
    session: MentorshipSession,
    other: str,
    home: str,
    at: datetime,
    *,
    attendee: str = "",
    details: bool = False,
) -> CalendarEvent:
    """The session with somebody called `other`; `home` is the site's configured address.

    `details`: where it is and what about, which stand in no mail.
    """
    url = f"{home}/mentoring/mentorships/{session.mentorship_id}/sessions/{session.id}"
    lines = (session.place, session.agenda, url) if details else (url,)
    return CalendarEvent(
        uid=f"mentorship-session-{session.id}@{urlsplit(home).hostname or ''}",
        sequence=session.sequence,
        starts_local=wall_time(session),
        zone=session.zone,
        length=timedelta(minutes=session.length_minutes),
        summary=f"Mentoring session with {other}",
        description="\n".join(line for line in lines if line),
        url=url,
        is_cancelled=session.cancelled_at is not None,
        changed_at=at,
        attendee=attendee,
    )


def invitation(
    session: MentorshipSession, other: str, sender: Sender, at: datetime, *, attendee: str, method: Method
) -> bytes:
    """The file that asks the calendar of `attendee` (an address) to take the session, or to take it away."""
    made = event(session, other, sender.public_url, at, attendee=attendee)
    organizer = Mailbox(sender.mailbox, sender.site_name)
    return ics.calendar(replace(made, organizer=organizer), method=method)


def wall_time(session: MentorshipSession) -> datetime:
    """The wall time that is meant: of two equal ones, that of the instant."""
    zone = ZoneInfo(session.zone)
    first, second = (session.wall_at.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return session.wall_at.replace(fold=1 if first != session.starts_at == second else 0)

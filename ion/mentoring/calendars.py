"""A call as calendars are told of it: who talks with whom and when, and no word of what it is about."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ion.core import ics
from ion.core.ics import CalendarEvent, Mailbox, Method
from ion.core.ports.mail import Sender
from ion.mentoring.policies import CALL_MINUTES

TITLE = "Mentoring conversation"


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `key` names it ("request-7"), `wall_at` (naive) in `zone` is when, `starts_at` the instant of it.

    `place` stands only in files that its people fetch themselves: mail is passed on.
    """

    key: str
    path: str
    names: tuple[str, ...]
    wall_at: datetime
    zone: str
    starts_at: datetime
    sequence: int
    is_cancelled: bool = False
    length_minutes: int = CALL_MINUTES
    place: str = ""


def calendar(
    call: Call, sender: Sender, *, at: datetime, method: Method | None = None, attendee: str = ""
) -> bytes:
    """The file of a call. With `method` it is a mail to `attendee`, without it what somebody fetched."""
    home = sender.public_url
    url = home + call.path
    lines = [call.place if method is None else "", url]
    event = CalendarEvent(
        uid=f"mentoring-{call.key}@{urlsplit(home).hostname or ''}",
        sequence=call.sequence,
        starts_local=wall_time(call.wall_at, call.zone, call.starts_at),
        zone=call.zone,
        length=timedelta(minutes=call.length_minutes),
        summary=f"{TITLE}: {', '.join(call.names)}",
        description="\n".join(line for line in lines if line),
        url=url,
        is_cancelled=call.is_cancelled,
        changed_at=at,
        organizer=Mailbox(sender.mailbox, sender.site_name) if method else None,
        attendee=attendee,
    )
    return ics.calendar(event, method=method)


def wall_time(local: datetime, zone: str, at: datetime) -> datetime:
    """The wall time of the instant `at`: of two equal ones, the one that is meant."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    return local.replace(fold=1 if first != at == second else 0)

"""A webinar as calendars are told of it: by its own file, by feeds, and by the mails to its registrants."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ion.core import ics
from ion.core.ics import CalendarEvent, Mailbox, Method
from ion.core.labels import names_in_words
from ion.core.ports.mail import Sender
from ion.core.spans import length_in_words
from ion.models import Webinar
from ion.webinars.phases import Phase
from ion.webinars.queries import WebinarPage
from ion.webinars.queries.feeds import FeedEvent

REFRESH = timedelta(hours=4)
"""How often a calendar that subscribes need look again."""


def calendar_event(webinar: WebinarPage, home: str, host: str) -> CalendarEvent:
    """`home` is the site's configured address; its `host` makes the id of the event unlike any other site's."""
    told = FeedEvent(
        id=webinar.id,
        path=webinar.path,
        title=webinar.title,
        summary=webinar.summary,
        host=webinar.host,
        presenters=names_in_words([presenter.name.name for presenter in webinar.presenters]),
        is_sample=webinar.is_sample,
        starts_local=webinar.starts_local,
        starts_at=webinar.times.starts_at,
        zone=webinar.times.zone,
        length_minutes=webinar.times.length_minutes,
        sequence=webinar.sequence,
        is_cancelled=webinar.phase is Phase.CANCELLED,
        changed_at=webinar.changed_at,
    )
    return event(told, home, host)


def event(told: FeedEvent, home: str, host: str, alarm: timedelta | None = None) -> CalendarEvent:
    """The event of a webinar; a calendar that it stands in rings `alarm` before it."""
    url = home + told.path
    lines = [
        "You are on the waiting list." if told.is_waiting else "",
        told.summary,
        f"Host: {told.host}" if told.host else "",
        f"Presenters: {told.presenters}" if told.presenters else "",
        "This is sample content." if told.is_sample else "",
        url,
    ]
    return CalendarEvent(
        uid=uid(told.id, host),
        sequence=told.sequence,
        starts_local=wall_time(told.starts_local, told.zone, told.starts_at),
        zone=told.zone,
        length=timedelta(minutes=told.length_minutes),
        summary=sample_title(told.title, told.is_sample),
        description="\n".join(line for line in lines if line),
        url=url,
        is_cancelled=told.is_cancelled,
        changed_at=told.changed_at,
        is_tentative=told.is_waiting,
        alarm=None if told.is_waiting else alarm,
    )


def feed(events: Iterable[FeedEvent], home: str, *, name: str, alarm: timedelta | None = None) -> bytes:
    """The file that a calendar subscribes to."""
    host = host_of(home)
    made = [event(each, home, host, alarm) for each in events]
    return ics.calendar(*made, name=name, refresh=REFRESH)


def invitation(
    webinar: Webinar, method: Method, *, sequence: int, attendee: str, sender: Sender, at: datetime
) -> bytes:
    """The file that asks the calendar of `attendee` (an address) to take the webinar or to take it away.

    It never holds the link to join: invitations are passed on, and stand in calendars that others read.
    """
    url = sender.public_url + webinar.path
    event = CalendarEvent(
        uid=uid(webinar.item_id, host_of(sender.public_url)),
        sequence=sequence,
        starts_local=wall_time(webinar.starts_local, webinar.zone, webinar.starts_at),
        zone=webinar.zone,
        length=timedelta(minutes=webinar.length_minutes),
        summary=sample_title(webinar.item.title, webinar.item.is_sample),
        description=invited_to(webinar, method, url),
        url=url,
        is_cancelled=method is Method.CANCEL,
        changed_at=at,
        organizer=Mailbox(sender.mailbox, sender.site_name),
        attendee=attendee,
    )
    return ics.calendar(event, method=method)


def invited_to(webinar: Webinar, method: Method, url: str) -> str:
    joins = (
        f"The link to join is on the webinar's page {join_when(webinar)}:" if method is Method.REQUEST else ""
    )
    return "\n".join(line for line in (webinar.item.summary, joins, url) if line)


def join_when(webinar: Webinar) -> str:
    """From when on the page holds the link to join."""
    if webinar.join_minutes <= 0:
        return "when it begins"
    return f"{length_in_words(webinar.join_minutes)} before it begins"


def uid(webinar_id: int, host: str) -> str:
    """The same for every version of a webinar, and for no other on any site."""
    return f"webinar-{webinar_id}@{host}"


def host_of(public_url: str) -> str:
    return urlsplit(public_url).hostname or ""


def sample_title(title: str, is_sample: bool) -> str:
    return f"{title} (sample)" if is_sample else title


def wall_time(local: datetime, zone: str, at: datetime) -> datetime:
    """The wall time of the instant `at`: of two equal ones, the one that is meant."""
    first, second = (local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    return local.replace(fold=1 if first != at == second else 0)

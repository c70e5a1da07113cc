"""The address under which Google Calendar offers to add a webinar: a plain link, nothing is loaded from there."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from ion.webinars.queries import WebinarPage

ADD = "https://calendar.google.com/calendar/render"
LONGEST_TEXT = 800


def google_link(webinar: WebinarPage, address: str) -> str:
    """`address` is the full one of the webinar's page, which is where attendees join from."""
    told = webinar.summary[:LONGEST_TEXT]
    title = f"{webinar.title} (sample)" if webinar.is_sample else webinar.title
    asked = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{stamp(webinar.times.starts_at)}/{stamp(webinar.times.ends_at)}",
        "ctz": webinar.times.zone,
        "details": f"{told}\n\n{address}" if told else address,
        "location": address,
    }
    return f"{ADD}?{urlencode(asked)}"


def stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"

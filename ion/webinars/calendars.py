"""A webinar as a calendar is told of it."""

from datetime import timedelta

from ion.core.ics import CalendarEvent
from ion.core.labels import names_in_words
from ion.webinars.phases import Phase
from ion.webinars.queries import WebinarPage


def calendar_event(webinar: WebinarPage, home: str, host: str) -> CalendarEvent:
    """`home` is the site's configured address; its `host` makes the id of the event unlike any other site's."""
    presenters = names_in_words([presenter.name.name for presenter in webinar.presenters])
    told = [
        webinar.summary,
        f"Host: {webinar.host}" if webinar.host else "",
        f"Presenters: {presenters}" if presenters else "",
        "This is sample content." if webinar.is_sample else "",
        home + webinar.path,
    ]
    return CalendarEvent(
        uid=f"webinar-{webinar.id}@{host}",
        sequence=webinar.sequence,
        starts_local=webinar.starts_local,
        zone=webinar.times.zone,
        length=timedelta(minutes=webinar.times.length_minutes),
        summary=f"{webinar.title} (sample)" if webinar.is_sample else webinar.title,
        description="\n".join(line for line in told if line),
        url=home + webinar.path,
        is_cancelled=webinar.phase is Phase.CANCELLED,
        changed_at=webinar.changed_at,
    )

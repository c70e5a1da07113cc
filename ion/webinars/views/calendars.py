"""Calendars that subscribe: everyone's, a member's own at its secret address, and the page where that is made."""

from datetime import timedelta
from typing import Any

from flask import Response, current_app, make_response, request, url_for

from ion.core.unit_of_work import unit_of_work
from ion.web.fragments import Fragment
from ion.web.guards import member, member_only, or_404
from ion.web.limits import limiter
from ion.webinars import calendars
from ion.webinars.forms.calendars import ALARMS, AlarmForm
from ion.webinars.queries import PATH, feeds
from ion.webinars.services import feeds as services
from ion.webinars.views.blueprint import bp

PAGE = PATH + "mine/calendar"
subscription = Fragment("webinars/calendar.html", "subscription")
CHANGED = "calendar-changed"
READS = "60 per minute"
"""Readings of feeds from one address: calendars of a whole office behind one, and no guessing of secrets."""
FRESH = 300


@bp.get(PATH + "calendar.ics")
def public_calendar() -> Response:
    """What is for everyone, to subscribe to."""
    response = ics_file(calendars.feed(feeds.public_events(), home(), name=f"{site_name()}: webinars"))
    response.headers.setdefault("Cache-Control", f"public, max-age={FRESH}")
    return response


@bp.get("/calendar/<secret>.ics")
@limiter.limit(READS)
def personal_calendar(secret: str) -> Response:
    """A member's own webinars, for whoever has the address: calendars hold no cookie."""
    feed = or_404(feeds.feed_of(secret))
    events = feeds.own_events(feed.owner)
    response = ics_file(calendars.feed(events, home(), name=f"{site_name()}: my webinars", alarm=feed.alarm))
    response.headers["Cache-Control"] = f"private, max-age={FRESH}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def ics_file(content: bytes) -> Response:
    """The file; 304 for a calendar that has it already."""
    response = make_response(content)
    response.content_type = "text/calendar; charset=utf-8"
    response.add_etag()
    response.make_conditional(request)
    return response


def home() -> str:
    url: str = current_app.extensions["ion.site"].public_url
    return url


def site_name() -> str:
    name: str = current_app.extensions["ion.site"].name
    return name


@bp.get(PAGE)
@member_only
def own_calendar() -> Response:
    """Where a member finds out about an own calendar, and makes or ends its address."""
    return subscription.render(**context())


@bp.post(PAGE)
def make_calendar() -> Response:
    """Make an address, which ends the one before; the answer shows it, this once."""
    who, form = member(), AlarmForm()
    if not form.validate_on_submit():
        return subscription.render(422, **context(form))
    with unit_of_work():
        secret = services.make(who.id, form.minutes)
    address = f"{home()}{url_for('.personal_calendar', secret=secret)}"
    response = subscription.render(**context(address=address))
    response.headers["HX-Trigger"] = CHANGED
    return response


@bp.post(PAGE + "/alarm")
def choose_alarm() -> Response:
    """Choose when calendars ring, at the address they have."""
    who, form = member(), AlarmForm()
    if not form.validate_on_submit():
        return subscription.render(422, **context(form))
    with unit_of_work():
        services.set_alarm(who.id, form.minutes)
    return subscription.done(url_for(".own_calendar"), CHANGED, **context())


@bp.post(PAGE + "/end")
def end_calendar() -> Response:
    """End the address."""
    who = member()
    with unit_of_work():
        services.end(who.id)
    return subscription.done(url_for(".own_calendar"), CHANGED, **context())


def context(form: AlarmForm | None = None, address: str = "") -> dict[str, Any]:
    """`address` is there just after it was made, and never again."""
    who = member()
    token = feeds.token_of(who.id)
    alarm = (feeds.alarm_of(token) if token else None) or timedelta(0)
    minutes = int(alarm.total_seconds()) // 60
    return {
        "address": address,
        "made_at": token.created_at if token else None,
        "form": form or AlarmForm(formdata=None, alarm=str(minutes)),
        "alarm": ALARMS.get(minutes, "").lower(),
        "zone": who.zone,
        "public_address": home() + url_for(".public_calendar"),
    }

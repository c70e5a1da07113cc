"""Webinars: lists of what is coming and what was, pages, calendar files and a feed."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, request

from ion.core import clock, ics
from ion.core.bylines import Name
from ion.core.keeping import Kept
from ion.web.feeds import Entry, Feed, atom_of
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.login import viewer, viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within
from ion.web.visits import count_view
from ion.webinars import queries, showing
from ion.webinars.calendars import calendar_event
from ion.webinars.choices import Lists, empty_list, months
from ion.webinars.countdown import countdown
from ion.webinars.google import google_link
from ion.webinars.phases import Phase
from ion.webinars.queries import PAST, PATH, UPCOMING, Filter, WebinarPage, WebinarRow
from ion.webinars.queries.registrations import place_of_user
from ion.webinars.views.asking import filter_asked, own_zone
from ion.webinars.views.blueprint import bp
from ion.webinars.views.interest import wishing_of
from ion.webinars.views.seating import seat_of

webinars = Fragment("webinars/index.html", "webinars")
page = Fragment(showing.TEMPLATE, "main")
FEED_LENGTH = 20


@bp.get(PATH)
def index() -> Response:
    """What is coming, the next first; or what was, the last first."""
    chosen, zone = filter_asked(), own_zone()
    lists, totals = Lists(chosen), queries.totals(chosen)
    number = within(number_asked(request.args.get("page")), totals.chosen)
    rows = queries.remembered_rows(chosen, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    # Times in the reader's zone are kept for all who share it, and never longer than to the next begin or end.
    name = ("webinars", chosen, number, queries.next_turn(), zone.key if zone else "")
    return webinars.render(
        kept=Kept(queries.KINDS, name),
        page=Page(rows, number, totals.chosen, PATH, lists.parameters),
        months=months(rows),
        zone=zone,
        heading=lists.heading,
        tabs=lists.tabs(totals),
        panels=partial(lists.panels, queries.facet_totals),  # asked only where they are drawn anew
        chips=lists.chips,
        clear_href=lists.clear_href,
        recorded=lists.recorded(totals),
        archived=lists.archived(totals),
        nothing=empty_list(lists, totals),
    )


@bp.get(PATH + "<slug>")
def show(slug: str) -> Response:
    """One webinar."""
    context = or_404(showing.shown(slug, viewer_scopes(), own_zone()))
    webinar: WebinarPage = context["webinar"]
    return count_view(page.render(**context, **personal(webinar)), webinar.id)


def personal(webinar: WebinarPage) -> dict[str, Any]:
    """What belongs to this reader and this minute."""
    who = viewer()
    place = place_of_user(webinar.id, who.id if who else 0)
    address = current_app.extensions["ion.site"].absolute(webinar.path)
    return {
        "countdown": countdown(webinar.times.starts_at, clock.now()) if webinar.is_ahead else None,
        "google_link": google_link(webinar, address) if webinar.is_ahead else "",
        "seat": seat_of(webinar, place),
        "wishing": wishing_of(webinar, place),
        "hears_feedback": who is not None and (who.is_staff or who.person_id in webinar.cast),
    }


@bp.get(PATH + "<slug>.ics")
def calendar(slug: str) -> Response:
    """The webinar for a calendar, to its own readers alone."""
    webinar = or_404(queries.webinar_page(slug, viewer_scopes()))
    home = current_app.extensions["ion.site"].public_url
    response = make_response(ics.calendar(calendar_event(webinar, home, urlsplit(home).hostname or "")))
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get(PATH + "feed.atom")
def feed() -> Response:
    """What everyone may come to next, and what was last, as Atom."""
    everyone = frozenset({"public"})
    rows = [
        row
        for when in (UPCOMING, PAST)
        for row in queries.webinar_rows(Filter(everyone, when), offset=0, limit=FEED_LENGTH)
    ]
    return atom_of(Feed("webinars", PATH, PATH + "feed.atom", [entry(row) for row in rows]))


def entry(row: WebinarRow) -> Entry:
    """A webinar in the feed; its id stays the same when it is renamed."""
    return Entry(
        kind=queries.KIND,
        id=row.id,
        path=row.path,
        title=f"{row.title} (canceled)" if row.phase is Phase.CANCELLED else row.title,
        summary=f"{row.times.own} ({row.times.length}). {row.summary}",
        published_at=row.published_at,
        updated_at=row.changed_at,
        authors=[Name(name, None) for name in row.presenter_names],
        categories=[topic.label for topic in row.topics],
        is_sample=row.is_sample,
    )

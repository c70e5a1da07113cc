"""Webinars: lists of what is coming and what was, pages, calendar files, a feed, and recordings held back."""

from functools import partial
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Response, current_app, make_response, render_template, request

from ion.base.vocabulary.zones import is_zone
from ion.commons.finding.queries import offered
from ion.core import ics
from ion.core.keeping import Kept
from ion.core.labels import facet_labels
from ion.core.related import SHOWN_KINDS, related_to
from ion.models import Grant
from ion.web.choices import Choice
from ion.web.feeds import atom
from ion.web.fragments import Fragment
from ion.web.guards import granted, or_404
from ion.web.login import viewer, viewer_scopes
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within
from ion.web.visits import count_view
from ion.webinars import queries
from ion.webinars.calendars import calendar_event
from ion.webinars.choices import Lists, empty_list, months
from ion.webinars.queries import PAST, PATH, UPCOMING, Filter, WebinarPage
from ion.webinars.views.blueprint import bp


webinars = Fragment("webinars/index.html", "webinars")
page = Fragment("webinars/show.html", "main")
FEED_LENGTH = 20
LONGEST_SERIES = 120


def filter_asked() -> Filter:
    """The filter that the address states; what does not exist is ignored."""
    asked = request.args
    chosen = {facet: asked.get(facet, "") for facet in queries.FACETS}
    known = {facet: key if key in facet_labels(facet) else "" for facet, key in chosen.items()}
    return Filter(
        scopes=viewer_scopes(),
        when=PAST if asked.get("when") == PAST else UPCOMING,
        series=" ".join(asked.get("series", "").replace("\x00", " ").split())[:LONGEST_SERIES],
        recorded=asked.get("recorded") == "1",
        archived=asked.get("archived") == "1",
        **known,
    )


def own_zone() -> ZoneInfo | None:
    """The zone that the reader chose, or None."""
    who = viewer()
    return ZoneInfo(who.zone) if who and is_zone(who.zone) else None


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
    scopes = viewer_scopes()
    webinar = or_404(queries.webinar_page(slug, scopes))
    name = ("webinar", webinar.id, scopes, webinar.phase)
    when = () if webinar.is_ahead else (("when", PAST),)
    drawn = page.render(
        webinar=webinar,
        zone=own_zone(),
        series_href=address(PATH, (*when, ("series", webinar.series))),
        back_href=address(PATH, when),
        related=related_to(queries.KIND, webinar.id, scopes),
        practices=practices_about(webinar, scopes),
        kept=Kept(tuple(dict.fromkeys((*queries.KINDS, *SHOWN_KINDS))), name),
    )
    return count_view(drawn, webinar.id)


def practices_about(webinar: WebinarPage, scopes: frozenset[str]) -> list[Choice]:
    """Where the practice library has something on the webinar's topics."""
    shelves = offered(("practice",), ("topic",), scopes)["topic"]
    return [
        Choice(key, topic.label, f"/practices/?topic={key}")
        for key, topic in zip(webinar.topic_keys, webinar.topics, strict=True)
        if key in shelves
    ]


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
    return atom("webinars/feed.xml", webinars=rows)


@bp.get("/staff/webinars/recordings")
@granted(Grant.EDITOR)
def recordings() -> str:
    """Recordings that wait for captions."""
    scopes = viewer_scopes()
    total = queries.held_total(scopes)
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.held_recordings(scopes, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template(
        "webinars/recordings.html", page=Page(rows, number, total, "/staff/webinars/recordings")
    )

"""The calendar of webinars: a month as a table, on phones as a list by day; or one day."""

from dataclasses import replace
from functools import partial

from flask import Response, request

from ion.core import clock
from ion.core.keeping import Kept
from ion.core.times import SITE_ZONE, zone_short
from ion.web.fragments import Fragment
from ion.webinars import queries
from ion.webinars.choices import Lists
from ion.webinars.months import Day, Stretch, Week, day, stretch_asked, weeks
from ion.webinars.queries import MONTH, PAST, MonthEntry
from ion.webinars.views.asking import filter_asked, own_zone
from ion.webinars.views.blueprint import bp

calendar = Fragment("webinars/month.html", "month")


@bp.get(MONTH)
def month() -> Response:
    """The webinars of one month (`m=2026-12`) or day (`m=2026-12-05`), in the reader's zone or else the site's."""
    zone, now = own_zone() or SITE_ZONE, clock.now()
    stretch = stretch_asked(request.args.get("m", ""), zone, now)
    chosen = replace(filter_asked(), when="")
    lists = Lists(chosen, MONTH, (("m", stretch.key),))
    entries = queries.month_entries(chosen, stretch.since, stretch.until)
    today = now.astimezone(zone).date()
    totals = queries.totals(replace(chosen, when=PAST))
    return calendar.render(
        kept=Kept(queries.KINDS, ("webinar month", chosen, stretch, today)),
        stretch=stretch,
        today=today,
        zone_marks=zone_marks(stretch),
        is_own_zone=own_zone() is not None,
        weeks=partial(drawn, stretch, entries),
        number=len(entries),
        nearest=partial(queries.nearest, chosen, stretch.since, stretch.until),
        lists=lists,
        tabs=lists.tabs(totals),
        panels=partial(lists.panels, queries.facet_totals),
        recorded=lists.recorded(totals),
    )


def drawn(stretch: Stretch, entries: list[MonthEntry]) -> list[Week]:
    """The weeks of a month; of a day that day alone, with all that it has."""
    if not stretch.is_day:
        return weeks(stretch, entries)
    whole: Day = day(stretch.first, entries, stretch.zone, len(entries))
    return [[whole]]


def zone_marks(stretch: Stretch) -> str:
    """How times of this stretch are marked: "ET", or "GMT and BST" where the clocks are changed in it."""
    ends = (stretch.since, stretch.until)
    return " and ".join(dict.fromkeys(zone_short(at.astimezone(stretch.zone)) for at in ends))

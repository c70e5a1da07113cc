"""The list of every webinar that is out, for ION staff."""

from flask import Response, request

from ion.models.user import STAFF
from ion.web.choices import Choice
from ion.web.fragments import Fragment
from ion.web.guards import granted, member
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within
from ion.webinars.queries.staff import listing as queries
from ion.webinars.queries.staff.listing import STAFF_PATH, Tab
from ion.webinars.views.asking import own_zone
from ion.webinars.views.blueprint import bp

listed = Fragment("webinars/staff/index.html", "webinars")
LABELS = {Tab.UPCOMING: "Upcoming", Tab.TO_DO: "To do", Tab.PAST: "Past", Tab.CANCELLED: "Canceled"}
EMPTY = {
    Tab.UPCOMING: ("No webinar is coming", "What is published and still to come will be listed here."),
    Tab.TO_DO: (
        "Nothing to do",
        "Webinars without a join link, and past ones whose attendance report is not loaded, will be listed here.",
    ),
    Tab.PAST: ("No past webinars", "Webinars that took place will be listed here."),
    Tab.CANCELLED: ("No webinar was canceled", "Canceled webinars will be listed here."),
}
DRAFTS = "/staff/?tab=drafts&kind=webinar"


def tab_asked() -> Tab:
    """The tab that the address states; the first one for none."""
    asked = request.args.get("tab", "")
    return Tab(asked) if asked in set(Tab) else Tab.UPCOMING


def tabs(totals: dict[Tab, int], chosen: Tab) -> list[Choice]:
    """The tabs, with how many webinars each has."""
    return [
        Choice(
            tab,
            LABELS[tab],
            STAFF_PATH if tab is Tab.UPCOMING else f"{STAFF_PATH}?tab={tab}",
            totals[tab],
            tab is chosen,
        )
        for tab in Tab
    ]


@bp.get(STAFF_PATH)
@granted(*STAFF)
def staff_index() -> Response:
    """Webinars with their numbers: what is coming, what waits for ION staff, what was."""
    who, scopes, tab = member(), viewer_scopes(), tab_asked()
    totals = queries.tab_totals(scopes)
    number = within(number_asked(request.args.get("page")), totals[tab])
    rows = queries.lines(tab, scopes, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = () if tab is Tab.UPCOMING else (("tab", str(tab)),)
    return listed.render(
        page=Page(rows, number, totals[tab], STAFF_PATH, parameters),
        zone=own_zone(),
        tabs=tabs(totals, tab),
        tab=tab,
        heading=LABELS[tab],
        empty=EMPTY[tab],
        drafts=DRAFTS if who.is_editor else "",
    )

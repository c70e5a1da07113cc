"""The queue of reports, for editors and admins."""

from flask import Response, request

from ion.models import Grant
from ion.moderation.queries import reports
from ion.moderation.queries.reports import PATH, Tab
from ion.moderation.views.blueprint import bp
from ion.web.choices import Choice
from ion.web.fragments import Fragment
from ion.web.guards import granted, member
from ion.web.pagination import PER_PAGE, Page, number_asked, within

listed = Fragment("moderation/queue.html", "reports")
LABELS = {Tab.OPEN: "Waiting", Tab.MINE: "Claimed by you", Tab.DECIDED: "Decided"}


def href(tab: Tab) -> str:
    return PATH if tab is Tab.OPEN else f"{PATH}?show={tab}"


@bp.get(PATH)
@granted(Grant.EDITOR)
def queue() -> Response:
    """Reports that wait, the oldest first; one's own; those that were decided."""
    who, asked = member(), request.args.get("show", "")
    tab = Tab(asked) if asked in list(Tab) else Tab.OPEN
    totals = reports.totals(who.id)
    number = within(number_asked(request.args.get("page")), totals[tab])
    rows = reports.rows(tab, who.id, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = () if tab is Tab.OPEN else (("show", str(tab)),)
    return listed.render(
        page=Page(rows, number, totals[tab], PATH, parameters),
        tab=tab,
        choices=[
            Choice(each, label, href(each), totals[each], each is tab) for each, label in LABELS.items()
        ],
    )

"""What came of one webinar, as charts with the same figures as tables."""

from flask import render_template, request

from ion.models.user import STAFF
from ion.web.guards import granted
from ion.web.pagination import PER_PAGE, Page, number_asked, within
from ion.webinars.charts import steps
from ion.webinars.queries.staff import figures as queries
from ion.webinars.queries.staff.listing import STAFF_PATH
from ion.webinars.views.asking import own_zone
from ion.webinars.views.blueprint import bp
from ion.webinars.views.staff.desk import webinar_or_404


@bp.get(f"{STAFF_PATH}<int:webinar_id>/figures")
@granted(*STAFF)
def figures(webinar_id: int) -> str:
    """Who was there, when people registered, how it was rated and what was written."""
    webinar = webinar_or_404(webinar_id)
    ratings = queries.ratings(webinar_id)
    number = within(number_asked(request.args.get("page")), ratings.written)
    rows = queries.opinions(webinar_id, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template(
        "webinars/staff/figures.html",
        webinar=webinar,
        zone=own_zone(),
        presences=queries.presences(webinar_id),
        steps=steps(queries.days_of_asking(webinar_id, webinar.times.zone)),
        ratings=ratings,
        page=Page(rows, number, ratings.written, f"{webinar.desk}/figures"),
    )

"""The desk of one webinar."""

from typing import Any

from flask import render_template

from ion.models import Standing, Wish
from ion.models.user import STAFF
from ion.web.guards import granted, member, or_404
from ion.web.login import viewer_scopes
from ion.webinars.checklist import errands
from ion.webinars.queries.staff import counts
from ion.webinars.queries.staff import desk as queries
from ion.webinars.queries.staff.desk import StaffWebinar
from ion.webinars.queries.staff.listing import STAFF_PATH
from ion.webinars.views.asking import own_zone
from ion.webinars.views.blueprint import bp


def webinar_or_404(id: int) -> StaffWebinar:
    """The webinar of that id as the viewer may know of it."""
    return or_404(queries.staff_webinar(id, viewer_scopes()))


@bp.get(f"{STAFF_PATH}<int:webinar_id>")
@granted(*STAFF)
def staff_desk(webinar_id: int) -> str:
    """What to do next for a webinar, its numbers, and the way to each of its pages."""
    webinar, who = webinar_or_404(webinar_id), member()
    number, decks = queries.numbers(webinar_id), queries.decks(webinar_id)
    return render_template(
        "webinars/staff/desk.html",
        webinar=webinar,
        zone=own_zone(),
        errands=[
            errand
            for errand in errands(webinar, number, has_slides=bool(decks))
            if who.is_editor or not errand.is_editors
        ],
        slides=decks,
        numbers=named(number),
    )


def named(number: dict[str, int]) -> dict[str, Any]:
    """The numbers by the names that the page gives them."""
    return {
        "registered": number[Standing.REGISTERED],
        "waiting": number[Standing.WAITING],
        "pending": number[Standing.PENDING],
        "cancelled": number[Standing.CANCELLED],
        "opens": number[Wish.OPENS],
        "again": number[Wish.AGAIN],
        "attended": number[counts.ATTENDED],
        "opinions": number[counts.OPINIONS],
        "shown": number[counts.SHOWN],
        "held": number[counts.HELD],
        "open_questions": number[counts.OPEN_QUESTIONS],
    }

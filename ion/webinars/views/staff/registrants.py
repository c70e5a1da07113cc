"""Who registered for a webinar: the table with its filters, the same as a spreadsheet, and removing one."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request

from ion.core import audit
from ion.core.times import zone_named
from ion.core.unit_of_work import unit_of_work
from ion.models import Presence, Standing
from ion.models.user import STAFF
from ion.web.fragments import Fragment
from ion.web.guards import granted, member, or_404
from ion.web.pagination import Page, address, number_asked, within
from ion.web.spreadsheets import csv_answer
from ion.webinars import services
from ion.webinars.queries.filters import KIND
from ion.webinars.queries.staff import registrants as queries
from ion.webinars.queries.staff.desk import StaffWebinar
from ion.webinars.queries.staff.listing import STAFF_PATH
from ion.webinars.queries.staff.registrants import ABSENT, ATTENDED, GUEST, MEMBER, SORTS, Filter, Registrant
from ion.webinars.views.asking import own_zone
from ion.webinars.views.blueprint import bp
from ion.webinars.views.staff.desk import webinar_or_404

listed = Fragment("webinars/staff/registrations.html", "registrants")
PER_PAGE = 50
LONGEST = 100
PATH = f"{STAFF_PATH}<int:webinar_id>/registrations"
STANDINGS = {
    Standing.REGISTERED: "Registered",
    Standing.WAITING: "On the waiting list",
    Standing.PENDING: "Email not confirmed",
    Standing.CANCELLED: "Canceled",
}
KINDS = {MEMBER: "Member", GUEST: "Guest"}
PRESENCES = {ATTENDED: "Attended", ABSENT: "Absent"}
ORDERS = {"": "First come, first", "latest": "Latest first", "name": "By name"}
WHAT_FOLLOWS = {
    Standing.REGISTERED: "They are told by email. If people wait in line, the first of them gets the place.",
    Standing.WAITING: "They are told by email that they are no longer on the waiting list.",
    Standing.PENDING: "They did not confirm their email address, so no mail is sent.",
}
KNOWN_BY = {Presence.REPORT: "report", Presence.PHONE: "phone", Presence.CHECK_IN: "check-in"}
COLUMNS = ("Name", "Email", "Member or guest", "Organization", "Standing", "Place in line", "Signed up")
LAST_COLUMNS = ("Asks for", "Attended", "Known by", "Minutes")


def filter_asked(webinar_id: int) -> Filter:
    """The filter that the address states; what does not exist is ignored."""

    def one_of(name: str, known: Any) -> str:
        asked = request.args.get(name, "")
        return asked if asked in known else ""

    words = " ".join(request.args.get("q", "").replace("\x00", " ").split())
    return Filter(
        webinar_id,
        standing=one_of("standing", set(Standing)),
        who=one_of("who", KINDS),
        presence=one_of("presence", PRESENCES),
        needs=request.args.get("needs") == "1",
        words=words[:LONGEST],
        sort=one_of("sort", SORTS) or SORTS[0],
    )


@bp.get(PATH)
@granted(*STAFF)
def registrations(webinar_id: int) -> Response:
    """Who registered, narrowed and sorted."""
    webinar, chosen = webinar_or_404(webinar_id), filter_asked(webinar_id)
    path = f"{webinar.desk}/registrations"
    total = queries.registrant_total(chosen)
    number = within(number_asked(request.args.get("page")), total, PER_PAGE)
    rows = queries.registrants(chosen, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return listed.render(
        webinar=webinar,
        zone=own_zone(),
        page=Page(rows, number, total, path, chosen.parameters, PER_PAGE),
        path=path,
        chosen=chosen,
        standings=STANDINGS,
        kinds=KINDS,
        presences=PRESENCES,
        orders=ORDERS,
        csv=address(f"{path}.csv", chosen.parameters),
    )


@bp.post(f"{PATH}.csv")
@granted(*STAFF)
def export_registrations(webinar_id: int) -> Response:
    """The filtered table as a spreadsheet: personal data, so the log of deeds says who took it."""
    webinar, chosen = webinar_or_404(webinar_id), filter_asked(webinar_id)
    with unit_of_work():
        audit.record(
            "registrations exported",
            kind=KIND,
            id=webinar_id,
            user_id=member().id,
            after=dict(chosen.parameters) or None,
        )
    asked = {str(ask["key"]): str(ask["label"]) for ask in webinar.asks}
    keys = [*asked, *(key for key in queries.answered_keys(webinar_id) if key not in asked)]
    zone = webinar.times.zone
    heading = (
        *COLUMNS[:-1],
        f"{COLUMNS[-1]} ({zone})",
        *(asked.get(key, key) for key in keys),
        *LAST_COLUMNS,
    )
    return csv_answer(
        f"registrations-{webinar_id}.csv", heading, cells(queries.every_registrant(chosen), keys, webinar)
    )


def cells(found: Iterator[Registrant], keys: Sequence[str], webinar: StaffWebinar) -> Iterator[Sequence[Any]]:
    local = zone_named(webinar.times.zone)
    for each in found:
        yield (
            each.name,
            each.email,
            KINDS[each.who],
            each.organization,
            STANDINGS[each.standing],
            each.place,
            f"{each.asked_at.astimezone(local):%Y-%m-%d %H:%M}",
            *(each.answer(key) for key in keys),
            each.needs,
            "yes" if each.presence else "no" if webinar.is_attendance_known and each.was_missed else "",
            KNOWN_BY[each.presence] if each.presence else "",
            each.minutes,
        )


@bp.get(f"{PATH}/<int:registration_id>/remove")
@granted(*STAFF)
def confirm_removal(webinar_id: int, registration_id: int) -> str:
    """Ask whether somebody is to be taken off the list, and say what follows."""
    webinar = webinar_or_404(webinar_id)
    found = or_404(queries.registrant(webinar_id, registration_id))
    return render_template(
        "webinars/staff/remove.html",
        webinar=webinar,
        zone=own_zone(),
        registrant=found,
        standings=STANDINGS,
        what_follows=WHAT_FOLLOWS.get(found.standing, ""),
    )


@bp.post(f"{PATH}/<int:registration_id>/remove")
@granted(*STAFF)
def remove(webinar_id: int, registration_id: int) -> Response:
    """Take somebody off the list."""
    webinar = webinar_or_404(webinar_id)
    or_404(queries.registrant(webinar_id, registration_id))
    try:
        with unit_of_work():
            services.remove(registration_id, user_id=member().id)
    except services.NotThere:
        abort(404)
    return make_response(redirect(f"{webinar.desk}/registrations", 303))

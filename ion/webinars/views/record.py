"""Deeds of editors on a webinar as a whole: cancel it, put it back on, run it again. Each asks once before."""

from typing import Any

from flask import Response, make_response, redirect, render_template, url_for

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.deeds import refusal_of
from ion.web.guards import granted, member
from ion.webinars.forms.record import CancelForm, DuplicateForm
from ion.webinars.queries.registrations import totals
from ion.webinars.queries.staff.desk import StaffWebinar
from ion.webinars.queries.staff.listing import STAFF_PATH
from ion.webinars.services import record
from ion.webinars.views.asking import own_zone
from ion.webinars.views.blueprint import bp
from ion.webinars.views.staff.desk import webinar_or_404

PATH = f"{STAFF_PATH}<int:webinar_id>"
CANCEL, REVIVE = "webinars/staff/cancel.html", "webinars/staff/revive.html"
DUPLICATE = "webinars/staff/duplicate.html"


def page(template: str, webinar: StaffWebinar, status: int = 200, **more: Any) -> Response:
    """The page that asks; `registered` and `waiting` are who is told of what follows."""
    tally = totals(webinar.id)
    html = render_template(
        template,
        webinar=webinar,
        zone=own_zone(),
        registered=tally.registered,
        waiting=tally.waiting,
        **more,
    )
    return make_response(html, status)


@bp.get(f"{PATH}/cancel")
@granted(Grant.EDITOR)
def confirm_cancel(webinar_id: int) -> Response:
    """Ask why a webinar is canceled, and say what follows."""
    return page(CANCEL, webinar_or_404(webinar_id), form=CancelForm(formdata=None))


@bp.post(f"{PATH}/cancel")
@granted(Grant.EDITOR)
def cancel(webinar_id: int) -> Response:
    """Cancel a webinar and let everyone who registered be told."""
    webinar, form, who = webinar_or_404(webinar_id), CancelForm(), member()
    if not form.validate_on_submit():
        return page(CANCEL, webinar, 422, form=form)
    if why := refusal_of(lambda: record.cancel(webinar_id, note=form.note.data or "", user_id=who.id)):
        return page(CANCEL, webinar_or_404(webinar_id), 409, form=form, problem=why)
    return make_response(redirect(webinar.desk, 303))


@bp.get(f"{PATH}/revive")
@granted(Grant.EDITOR)
def confirm_revive(webinar_id: int) -> Response:
    """Ask whether a canceled webinar takes place after all."""
    return page(REVIVE, webinar_or_404(webinar_id))


@bp.post(f"{PATH}/revive")
@granted(Grant.EDITOR)
def revive(webinar_id: int) -> Response:
    """Let a canceled webinar take place after all, and everyone who registered be told."""
    webinar, who = webinar_or_404(webinar_id), member()
    if why := refusal_of(lambda: record.revive(webinar_id, user_id=who.id)):
        return page(REVIVE, webinar_or_404(webinar_id), 409, problem=why)
    return make_response(redirect(webinar.desk, 303))


@bp.get(f"{PATH}/duplicate")
@granted(Grant.EDITOR)
def confirm_duplicate(webinar_id: int) -> Response:
    """Ask what the copy of a webinar is called."""
    webinar = webinar_or_404(webinar_id)
    return page(DUPLICATE, webinar, form=DuplicateForm(formdata=None, data={"title": webinar.title}))


@bp.post(f"{PATH}/duplicate")
@granted(Grant.EDITOR)
def duplicate(webinar_id: int) -> Response:
    """Begin a copy of a webinar and go on to its page of writing."""
    webinar, form, who = webinar_or_404(webinar_id), DuplicateForm(), member()
    if not form.validate_on_submit():
        return page(DUPLICATE, webinar, 422, form=form)
    title = " ".join(form.title.data.split())
    with unit_of_work():
        id = record.duplicate(webinar_id, user_id=who.id, title=title).id
    return make_response(redirect(url_for("publishing.write", item_id=id), 303))

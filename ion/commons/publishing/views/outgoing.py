"""Going out to readers, now or later, and coming back from them."""

from flask import Response, make_response, redirect, render_template

from ion.commons.publishing import services
from ion.commons.publishing.policies import LEGAL, Step
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import about, opened
from ion.commons.publishing.views.releasing import filled_in, page, step
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.guards import granted, member


@bp.post("/staff/publishing/<int:item_id>/publish")
@granted(Grant.EDITOR)
def publish(item_id: int) -> Response:
    """Let readers have the version that was looked at, now."""
    by = member().id
    return filled_in(
        item_id,
        "publish",
        lambda form: services.publish(
            item_id, user_id=by, number=form.looked_at, override=form.override.data or ""
        ),
    )


@bp.post("/staff/publishing/<int:item_id>/schedule")
@granted(Grant.EDITOR)
def schedule(item_id: int) -> Response:
    """Let readers have it at the chosen time; a time that has passed publishes now."""
    by = member().id
    return filled_in(
        item_id,
        "schedule",
        lambda form: services.schedule(
            item_id, form.chosen, user_id=by, number=form.looked_at, override=form.override.data or ""
        ),
    )


@bp.post("/staff/publishing/<int:item_id>/unschedule")
@granted(Grant.EDITOR)
def unschedule(item_id: int) -> Response:
    """Take it off the schedule."""
    by = member().id
    return step(item_id, lambda: services.unschedule(item_id, user_id=by))


@bp.post("/staff/publishing/<int:item_id>/withdraw")
@granted(Grant.EDITOR)
def withdraw(item_id: int) -> Response:
    """Take it from its readers, with a reason."""
    by = member().id
    return filled_in(
        item_id,
        "withdraw",
        lambda form: services.withdraw(
            item_id, reason=form.reason.data, note=form.note.data or "", user_id=by
        ),
    )


@bp.post("/staff/publishing/<int:item_id>/reinstate")
@granted(Grant.EDITOR)
def reinstate(item_id: int) -> Response:
    """Make what was withdrawn a draft again."""
    by = member().id
    return step(item_id, lambda: services.reinstate(item_id, user_id=by))


@bp.post("/staff/publishing/<int:item_id>/discard")
@granted(Grant.EDITOR)
def discard(item_id: int) -> Response:
    """Discard what readers never had; a draft that was never published is gone."""
    opened(item_id)
    try:
        with unit_of_work():
            is_gone = services.discard(item_id, user_id=member().id)
    except services.Refused as error:
        return page(item_id, 409, problem=error.words)
    return make_response(redirect("/staff/" if is_gone else f"/staff/publishing/{item_id}/release", 303))


@bp.get("/staff/publishing/<int:item_id>/discard")
@granted(Grant.EDITOR)
def confirm_discard(item_id: int) -> Response:
    """Ask once before anything is discarded."""
    found = opened(item_id)
    html = render_template("publishing/discard.html", may=Step.DISCARD in LEGAL[found.state], **about(found))
    return make_response(html)

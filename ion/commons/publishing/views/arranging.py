"""What is decided apart from the text: archive date, readers, address, corrections, and links to a preview."""

from datetime import timedelta

from flask import Response

from ion.commons.publishing import services
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import opened
from ion.commons.publishing.views.releasing import bound, filled_in, page, step
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.guards import granted, member


@bp.post("/staff/publishing/<int:item_id>/archive-date")
@granted(Grant.EDITOR)
def set_expiry(item_id: int) -> Response:
    """Choose from when on it counts as archived."""
    by = member().id
    return filled_in(item_id, "archive", lambda form: services.set_expiry(item_id, form.chosen, user_id=by))


@bp.post("/staff/publishing/<int:item_id>/archive-date/remove")
@granted(Grant.EDITOR)
def remove_expiry(item_id: int) -> Response:
    """Let it never be archived."""
    by = member().id
    return step(item_id, lambda: services.set_expiry(item_id, None, user_id=by))


@bp.post("/staff/publishing/<int:item_id>/audience")
@granted(Grant.EDITOR)
def change_audience(item_id: int) -> Response:
    """Choose who may read it."""
    by = member().id
    return filled_in(
        item_id,
        "audience",
        lambda form: services.change_audience(item_id, form.audience.data, user_id=by),
    )


@bp.post("/staff/publishing/<int:item_id>/address")
@granted(Grant.EDITOR)
def change_address(item_id: int) -> Response:
    """Choose its address; the old one leads there."""
    by = member().id
    return filled_in(
        item_id, "address", lambda form: services.change_address(item_id, form.slug.data, user_id=by)
    )


@bp.post("/staff/publishing/<int:item_id>/corrections")
@granted(Grant.EDITOR)
def correct(item_id: int) -> Response:
    """Tell readers what was wrong."""
    by = member().id
    return filled_in(item_id, "correct", lambda form: services.correct(item_id, form.text.data, user_id=by))


@bp.post("/staff/publishing/<int:item_id>/preview-links")
@granted(Grant.EDITOR)
def share(item_id: int) -> Response:
    """Make a link that shows the version worked on; the answer shows it, this once."""
    opened(item_id)
    form, by = bound("share"), member().id
    if not form.validate_on_submit():
        return page(item_id, 422, share=form)
    with unit_of_work():
        secret = services.new_preview_link(item_id, user_id=by, lasts=timedelta(days=int(form.days.data)))
    return page(item_id, link=f"/preview/{secret}")


@bp.post("/staff/publishing/<int:item_id>/preview-links/end")
@granted(Grant.EDITOR)
def end_links(item_id: int) -> Response:
    """Let every preview link of it lead nowhere."""
    by = member().id
    return step(item_id, lambda: services.end_preview_links(item_id, user_id=by))

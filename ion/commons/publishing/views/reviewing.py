"""Steps of review: sent in, taken back, approved or given back; and sign-offs of offices."""

from flask import Response

from ion.commons.publishing import services
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import opened
from ion.commons.publishing.views.releasing import SIGN, filled_in, step
from ion.core import site_settings
from ion.models import Grant
from ion.web.guards import granted, member, or_404


@bp.post("/staff/publishing/<int:item_id>/review")
@granted(Grant.EDITOR)
def ask_review(item_id: int) -> Response:
    """Send the version worked on in for review."""
    by = member().id
    return filled_in(
        item_id,
        "review",
        lambda form: services.ask_review(item_id, user_id=by, note=form.note.data or "", wished=form.chosen),
    )


@bp.post("/staff/publishing/<int:item_id>/review/take-back")
@granted(Grant.EDITOR)
def take_back(item_id: int) -> Response:
    """Make what is in review a draft again."""
    by = member().id
    return step(item_id, lambda: services.take_back(item_id, user_id=by))


@bp.post("/staff/publishing/<int:item_id>/review/approve")
@granted(Grant.EDITOR)
def approve(item_id: int) -> Response:
    """Approve the version that was looked at."""
    by = member().id
    return filled_in(
        item_id,
        "approve",
        lambda form: services.approve(item_id, user_id=by, number=form.looked_at, note=form.note.data or ""),
    )


@bp.post("/staff/publishing/<int:item_id>/review/changes")
@granted(Grant.EDITOR)
def request_changes(item_id: int) -> Response:
    """Give the version that was looked at back, with what should change."""
    by = member().id
    return filled_in(
        item_id,
        "changes",
        lambda form: services.request_changes(
            item_id, user_id=by, number=form.looked_at, note=form.note.data or ""
        ),
    )


@bp.post("/staff/publishing/<int:item_id>/sign-offs/<office>")
@granted(Grant.EDITOR)
def sign(item_id: int, office: str) -> Response:
    """Write down who cleared the version for an office."""
    by = member().id
    or_404(site_settings.offices(opened(item_id).kind).get(office))
    return filled_in(
        item_id,
        SIGN + office,
        lambda form: services.sign(
            item_id,
            office,
            user_id=by,
            signed_by=form.signed_by.data,
            signed_on=form.signed_on.data,
            note=form.note.data or "",
            number=form.looked_at,
        ),
    )

"""Holds on records, for admins."""

from flask import Response

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.privacy.forms import HoldForm
from ion.privacy.queries import holds as queries
from ion.privacy.services import holding
from ion.privacy.services.refusals import NotThere, Refused
from ion.privacy.views.blueprint import bp, page, said
from ion.web.guards import granted, member, or_404

PATH = "/staff/holds"


def draw(status: int = 200, form: HoldForm | None = None) -> Response:
    return page(
        "privacy/holds.html",
        status,
        form=form or HoldForm(formdata=None),
        standing=queries.standing(),
        lifted=queries.lifted(),
    )


@bp.get(PATH)
@granted(Grant.ADMIN)
def holds() -> Response:
    """Those that stand, those that were lifted, and the form for another."""
    return draw()


@bp.post(PATH)
@granted(Grant.ADMIN)
def place_hold() -> Response:
    """Place a hold."""
    who, form = member(), HoldForm()
    if not form.validate_on_submit():
        return draw(422, form)
    try:
        with unit_of_work():
            holding.place(
                person_id=form.person_id,
                topic=form.topic.data or "",
                since=form.first,
                until=form.end,
                reason=form.reason.data,
                user_id=who.id,
            )
    except Refused as refused:
        form.form_errors.append(refused.words)
        return draw(409, form)
    return said("The hold stands. What it covers is kept from now on.", PATH)


@bp.post(f"{PATH}/<int:hold_id>/lift")
@granted(Grant.ADMIN)
def lift_hold(hold_id: int) -> Response:
    """Lift a hold."""
    who = member()
    try:
        with unit_of_work():
            holding.lift(hold_id, user_id=who.id)
    except NotThere:
        or_404(None)
    return said("The hold is lifted. What it covered may be deleted and withdrawn again.", PATH)

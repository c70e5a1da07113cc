"""Roles that are nobody's, or somebody's who leaves or does other work from now on; for editors."""

from flask import Response, request

from ion.core.meant import person_typed
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.privacy.forms import HandoverForm, WhoseForm
from ion.privacy.queries.departures import leaving
from ion.privacy.queries.roles import key_of, name_of, roles, vacant
from ion.privacy.services import handing
from ion.privacy.services.refusals import Refused
from ion.privacy.views.blueprint import bp, page, said
from ion.web.guards import granted, member

PATH = "/staff/handover"


def draw(whose: WhoseForm, status: int = 200, form: HandoverForm | None = None) -> Response:
    """The roles of whoever is asked for, else those that are nobody's."""
    person_id = whose.person_id if not whose.errors else None
    found = [] if whose.errors else roles(person_id) if person_id else vacant()
    return page(
        "privacy/handover.html",
        status,
        whose=whose,
        form=form or HandoverForm(formdata=None),
        person_id=person_id,
        name=name_of(person_id) if person_id else "",
        typed=person_typed(person_id),
        roles=[(key_of(role), role) for role in found],
        chosen=set(form.roles.data or ()) if form else {key_of(role) for role in found},
        leaving=leaving(),
    )


def whose_asked() -> WhoseForm:
    """Whom the address of the page names."""
    form = WhoseForm(formdata=request.args)
    form.validate()
    return form


@bp.get(PATH)
@granted(Grant.EDITOR)
def handover() -> Response:
    """What is nobody's, or one person's, with the form that gives it to somebody."""
    whose = whose_asked()
    return draw(whose, 422 if whose.errors else 200)


@bp.post(PATH)
@granted(Grant.EDITOR)
def hand_over() -> Response:
    """Give the chosen roles to somebody, in one step."""
    who, whose, form = member(), whose_asked(), HandoverForm()
    if whose.errors or not form.validate_on_submit():
        return draw(whose, 422, form)
    try:
        with unit_of_work():
            given = handing.hand_over(
                form.roles.data,
                person_id=whose.person_id,
                to_person_id=form.person_id,
                by_user_id=who.id,
            )
    except Refused as refused:
        form.form_errors.append(refused.words)
        return draw(whose, 409, form)
    number = len(given)
    words = "1 role was handed over." if number == 1 else f"{number:,} roles were handed over."
    return said(words if number else "Nothing of this is left to hand over.", PATH)

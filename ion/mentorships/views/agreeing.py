"""The agreement of a mentorship that is yet to begin."""

from flask import Response, make_response, render_template, request

from ion.mentorships.forms.agreeing import (
    AgreementForm,
    VersionForm,
    agreement_form,
    ratings_form,
    ratings_of,
)
from ion.mentorships.queries.page import Page
from ion.mentorships.services import agreeing
from ion.mentorships.services.refusals import Stale
from ion.mentorships.views.blueprint import PATH, bp
from ion.mentorships.views.deeds import back_to, carried_out
from ion.mentorships.views.showing import PRIVATE, page_or_404, shown
from ion.models import MentorshipState
from ion.web.guards import member_only

STALE = "The other side changed the agreement meanwhile. Look at it again."


def form_of(found: Page) -> AgreementForm:
    return agreement_form(is_mentee=found.is_mentee, row=found.row, goals=found.goals)


def writing(found: Page, form: AgreementForm, status: int = 200, problem: str = "") -> Response:
    page = render_template(
        "mentorships/agreement.html", page=found, row=found.row, form=form, problem=problem
    )
    return make_response(page, status, PRIVATE)


@bp.get(f"{PATH}/<int:id>/agreement")
@member_only
def edit_agreement(id: int) -> Response:
    """The agreement, to be written."""
    found = page_or_404(id)
    if found.row.state is not MentorshipState.PROPOSED:
        return back_to(found.row.path)
    return writing(found, form_of(found))


@bp.post(f"{PATH}/<int:id>/agreement")
@member_only
def save_agreement(id: int) -> Response:
    """Write it and agree to it; the other is asked."""
    found = page_or_404(id)
    form = form_of(found)
    if "add" in request.form or not form.validate():
        return writing(found, form, 200 if "add" in request.form else 422)
    try:
        problem = carried_out(
            id,
            lambda who: agreeing.write(id, who.person_id, form.agreement, version=form.version_read),
            form,
        )
    except Stale:
        return writing(page_or_404(id), newest(form, page_or_404(id)), 409, STALE)
    return writing(found, form, 409, problem) if problem else back_to(found.row.path)


def newest(form: AgreementForm, found: Page) -> AgreementForm:
    """What was typed, to be saved over what stands now, once its writer has seen that."""
    form.version.data = str(found.row.version)
    return form


@bp.post(f"{PATH}/<int:id>/agree")
@member_only
def agree(id: int) -> Response:
    """Agree to what the other wrote."""
    found = page_or_404(id)
    goals = found.goals if found.is_mentee and not found.i_agreed else ()
    form = ratings_form(VersionForm, goals)
    if not form.validate():
        return shown(found, 422, agree_form=form)
    ratings = ratings_of(form, goals)
    try:
        problem = carried_out(
            id, lambda who: agreeing.agree(id, who.person_id, version=form.version_read, ratings=ratings)
        )
    except Stale:
        problem = STALE
    return shown(page_or_404(id), 409, problem=problem) if problem else back_to(found.row.path)


@bp.get(f"{PATH}/<int:id>/decline")
@member_only
def ask_decline(id: int) -> Response:
    """What declining does, and the button."""
    return declining(page_or_404(id))


def declining(found: Page, status: int = 200, problem: str = "") -> Response:
    page = render_template("mentorships/decline.html", page=found, row=found.row, problem=problem)
    return make_response(page, status, PRIVATE)


@bp.post(f"{PATH}/<int:id>/decline")
@member_only
def decline(id: int) -> Response:
    """Do not begin it, or take the proposal back."""
    found = page_or_404(id)
    problem = carried_out(id, lambda who: agreeing.decline(id, who.person_id))
    return declining(page_or_404(id), 409, problem) if problem else back_to(found.row.path)

"""Proposing a mentorship to the other of a conversation."""

from flask import Response, abort, make_response, redirect, render_template, request

from ion.core.unit_of_work import unit_of_work
from ion.mentorships.forms.agreeing import AgreementForm, agreement_form, whole
from ion.mentorships.queries import own
from ion.mentorships.queries.own import Ground
from ion.mentorships.services import proposing
from ion.mentorships.services.refusals import NotThere, Refused
from ion.mentorships.views.blueprint import PATH, bp
from ion.mentorships.views.deeds import KIND
from ion.mentorships.views.showing import PRIVATE
from ion.web.guards import member, member_only, or_404
from ion.web.participant import note


def ground_asked() -> Ground:
    """The conversation that `request` names, for one of its two; else a 404."""
    number = whole(request.values.get("request"))
    return or_404(own.ground(number, member().person_id) if number > 0 else None)


def asking(ground: Ground, form: AgreementForm, status: int = 200, problem: str = "") -> Response:
    page = render_template("mentorships/new.html", ground=ground, form=form, problem=problem)
    return make_response(page, status, PRIVATE)


@bp.get(f"{PATH}/new")
@member_only
def new() -> Response:
    """What a mentorship is, and the agreement to propose."""
    ground = ground_asked()
    if ground.open_id:
        return make_response(redirect(f"{PATH}/{ground.open_id}", 303))
    return asking(ground, agreement_form(is_mentee=not ground.is_mentor))


@bp.post(f"{PATH}/")
@member_only
def create() -> Response:
    """Propose it: the agreement is written, and the other is asked."""
    ground, who = ground_asked(), member()
    if ground.open_id:
        return make_response(redirect(f"{PATH}/{ground.open_id}", 303))
    form = agreement_form(is_mentee=not ground.is_mentor)
    if "add" in request.form or not form.validate():
        return asking(ground, form, 200 if "add" in request.form else 422)
    try:
        with unit_of_work():
            made = proposing.propose_after(
                ground.request_id, who.person_id, form.agreement, form.words.data or ""
            )
            note(form, kind=KIND, id=made.id, user_id=who.id)
            id = made.id
    except NotThere:
        abort(404)
    except Refused as error:
        return asking(ground, form, 409, error.words)
    return make_response(redirect(f"{PATH}/{id}", 303))

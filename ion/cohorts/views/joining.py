"""Joining a cohort on either side, saying whom one reports to, and leaving."""

from flask import Response, make_response, render_template

from ion.cohorts.forms.joining import MenteeForm, MentorForm, SupervisorForm
from ion.cohorts.policies import takes_people, takes_wishes
from ion.cohorts.queries import cohorts
from ion.cohorts.services import joining, supervising
from ion.cohorts.views.blueprint import COHORT, bp, seen, there
from ion.cohorts.views.showing import shown
from ion.core.unit_of_work import unit_of_work
from ion.models import CohortMember, MentoringCohort, Side
from ion.web.deeds import refusal_of
from ion.web.forms import Form
from ion.web.guards import member, or_404
from ion.web.participant import note

KIND = "cohort"


def mine(id: int) -> tuple[MentoringCohort, CohortMember | None]:
    """The cohort, and how the reader is in it."""
    who = member()
    return seen(id), cohorts.membership(id, who.person_id)


def form_page(
    template: str, cohort: MentoringCohort, me: CohortMember | None, form: Form, status: int = 200
) -> Response:
    page = render_template(template, cohort=cohort, me=me, form=form)
    return make_response(page, status)


def is_closed(cohort: MentoringCohort, me: CohortMember | None) -> bool:
    """Whether the reader can say nothing here any more."""
    return not (takes_wishes(cohort) if me else takes_people(cohort))


@bp.get(f"{COHORT}/mentor")
def compose_mentor(id: int) -> Response:
    """Join as a mentor, or change how many mentees one takes."""
    cohort, me = mine(id)
    if (
        is_closed(cohort, me)
        or (me and me.side is not Side.MENTOR)
        or not joining.has_profile(member().person_id)
    ):
        return there(f"{cohorts.PATH}{id}")
    return form_page(
        "cohorts/mentor.html", cohort, me, MentorForm(formdata=None, openings=me.openings if me else 1)
    )


@bp.post(f"{COHORT}/mentor")
def join_as_mentor(id: int) -> Response:
    """Be in the cohort as a mentor."""
    (cohort, me), form = mine(id), MentorForm()
    if not form.validate():
        return form_page("cohorts/mentor.html", cohort, me, form, 422)
    person_id, openings = member().person_id, form.openings.data or 1
    problem = refusal_of(lambda: joining.join_as_mentor(id, person_id, openings=openings))
    return shown(id, 409, problem=problem) if problem else there(f"{cohorts.PATH}{id}")


@bp.get(f"{COHORT}/mentee")
def compose_mentee(id: int) -> Response:
    """Join as a mentee, or change what one looks for."""
    cohort, me = mine(id)
    if is_closed(cohort, me) or (me and me.side is not Side.MENTEE):
        return there(f"{cohorts.PATH}{id}")
    return form_page(
        "cohorts/mentee.html", cohort, me, MenteeForm.of(joining.need_of(id, member().person_id))
    )


@bp.post(f"{COHORT}/mentee")
def join_as_mentee(id: int) -> Response:
    """Be in the cohort as a mentee."""
    (cohort, me), form = mine(id), MenteeForm()
    if not form.validate():
        return form_page("cohorts/mentee.html", cohort, me, form, 422)
    who, wish = member(), form.wish

    def deed() -> None:
        joining.join_as_mentee(id, who.person_id, wish)
        note(form, kind=KIND, id=id, user_id=who.id)

    problem = refusal_of(deed)
    if problem:
        form.form_errors.append(problem)
        return form_page("cohorts/mentee.html", cohort, me, form, 409)
    return there(f"{cohorts.PATH}{id}")


@bp.get(f"{COHORT}/leave")
def ask_leave(id: int) -> str:
    """The page with the button that leaves."""
    cohort, me = mine(id)
    return render_template("cohorts/leave.html", cohort=cohort, me=or_404(me))


@bp.post(f"{COHORT}/leave")
def leave(id: int) -> Response:
    """Be in the cohort no more."""
    person_id = member().person_id
    seen(id)
    problem = refusal_of(lambda: joining.leave(id, person_id))
    return shown(id, 409, problem=problem) if problem else there(f"{cohorts.PATH}{id}")


@bp.get(f"{COHORT}/supervisor")
def compose_supervisor(id: int) -> Response:
    """Say whom one reports to, or who reports to oneself."""
    cohort, me = mine(id)
    return form_page("cohorts/supervisor.html", cohort, or_404(me), SupervisorForm(formdata=None))


@bp.post(f"{COHORT}/supervisor")
def name_supervisor(id: int) -> Response:
    """Never be matched with them."""
    (cohort, me), form, who = mine(id), SupervisorForm(), member()
    or_404(me)
    if not form.validate():
        return form_page("cohorts/supervisor.html", cohort, me, form, 422)
    supervisor_id = or_404(form.person_id)
    with unit_of_work():
        supervising.name_supervisor(who.person_id, supervisor_id, user_id=who.id)
    return there(f"{cohorts.PATH}{id}")


@bp.post(f"{COHORT}/supervisor/<int:person_id>/remove")
def unname_supervisor(id: int, person_id: int) -> Response:
    """Take back what one said of somebody."""
    (_, me), who = mine(id), member()
    or_404(me)
    with unit_of_work():
        supervising.unname_supervisor(who.person_id, person_id, user_id=who.id)
    return there(f"{cohorts.PATH}{id}")

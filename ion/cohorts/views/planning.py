"""Cohorts for ION staff: all of them, a new one, its dates and settings, and how it stands."""

from typing import Any

from flask import Response, make_response, render_template, request

from ion.cohorts.forms.planning import CohortForm, RunForm
from ion.cohorts.labels import MODES, STATES
from ion.cohorts.policies import is_decided
from ion.cohorts.queries import cohorts, runs
from ion.cohorts.services import planning
from ion.cohorts.views.blueprint import STAFF, any_cohort, bp, there
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, MentoringCohort
from ion.web.deeds import refusal_of
from ion.web.fragments import Fragment, wants_fragment
from ion.web.guards import granted, member
from ion.web.pagination import PER_PAGE, Page, number_asked, within
from ion.web.participant import note

KIND = "cohort"
desk_page = Fragment("cohorts/staff/show.html", "desk")
DEEDS = {
    "open": planning.open_now,
    "match": planning.begin_matching,
    "end": planning.end,
    "discard": planning.discard,
}


@bp.get(cohorts.STAFF_PATH)
@granted(Grant.FACILITATOR)
def staff_index() -> str:
    """All cohorts, what waits for ION staff first."""
    total = cohorts.all_total()
    number = within(number_asked(request.args.get("page")), total)
    rows = cohorts.all_cohorts(offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template("cohorts/staff/index.html", page=Page(rows, number, total, cohorts.STAFF_PATH))


def form_page(form: CohortForm, cohort: MentoringCohort | None, status: int = 200) -> Response:
    return make_response(render_template("cohorts/staff/plan.html", form=form, cohort=cohort), status)


@bp.get(f"{cohorts.STAFF_PATH}new")
@granted(Grant.FACILITATOR)
def new() -> Response:
    """A new cohort."""
    return form_page(CohortForm(formdata=None), None)


@bp.post(f"{cohorts.STAFF_PATH}new")
@granted(Grant.FACILITATOR)
def create() -> Response:
    """Keep it as a draft."""
    form, by = CohortForm(), member().id
    if not form.validate():
        return form_page(form, None, 422)
    with unit_of_work():
        id = planning.create(form.plan, user_id=by).id
        note(form, kind=KIND, id=id, user_id=by)
    return there(f"{cohorts.STAFF_PATH}{id}")


@bp.get(f"{STAFF}/edit")
@granted(Grant.FACILITATOR)
def edit(id: int) -> Response:
    """Its words, dates and settings."""
    cohort = any_cohort(id)
    return form_page(CohortForm.of(cohort), cohort)


@bp.post(f"{STAFF}/edit")
@granted(Grant.FACILITATOR)
def update(id: int) -> Response:
    """Keep them."""
    cohort, form, by = any_cohort(id), CohortForm(), member().id
    if not form.validate():
        return form_page(form, cohort, 422)

    def deed() -> None:
        planning.change(id, form.plan, user_id=by)
        note(form, kind=KIND, id=id, user_id=by)

    problem = refusal_of(deed)
    if problem:
        form.form_errors.append(problem)
        return form_page(form, cohort, 409)
    return there(f"{cohorts.STAFF_PATH}{id}")


@bp.get(STAFF)
@granted(Grant.FACILITATOR)
def desk(id: int) -> Response:
    """How a cohort stands, and what to do next; 204 to a poll that has seen all there is."""
    context = standing(id)
    if wants_fragment() and context["waits"] and request.args.get("after") == str(context["waits"].id):
        return make_response("", 204)
    return desk_page.render(**context)


def standing(id: int, problem: str = "") -> dict[str, Any]:
    """The cohort with its runs."""
    cohort = any_cohort(id)
    made = runs.runs(id)
    return {
        "cohort": cohort,
        "row": cohorts.row_of(id),
        "state": STATES[cohort.state],
        "mode": MODES[cohort.mode],
        "path_name": cohorts.path_name(cohort.path_id),
        "is_decided": is_decided(cohort),
        "runs": made,
        "waits": next((run for run in made if run.ready_at is None), None),
        "run_form": RunForm(formdata=None, mode=cohort.mode.value),
        "problem": problem,
    }


@bp.post(f"{STAFF}/state")
@granted(Grant.FACILITATOR)
def change_state(id: int) -> Response:
    """Open it, begin to match, end it, or delete a draft."""
    any_cohort(id)
    name, by = request.form.get("deed", ""), member().id
    if name not in DEEDS:
        return desk_page.render(422, **standing(id, "Choose what to do."))
    problem = refusal_of(lambda: DEEDS[name](id, user_id=by))
    if problem:
        return desk_page.render(409, **standing(id, problem))
    return there(cohorts.STAFF_PATH if name == "discard" else f"{cohorts.STAFF_PATH}{id}")

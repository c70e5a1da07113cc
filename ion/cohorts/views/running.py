"""Runs of a cohort for ION staff: asked for, looked at, asked why, edited, given out, published."""

from typing import Any

from flask import Response, abort, json, make_response, render_template, request
from wtforms.fields.choices import SelectChoice

from ion.cohorts.forms.planning import EditForm, RunForm
from ion.cohorts.labels import MODES, MODES_HELP, unmatched_words
from ion.cohorts.policies import is_decided
from ion.cohorts.queries import cohorts, runs
from ion.cohorts.queries.people import people
from ion.cohorts.queries.why import answer
from ion.cohorts.services import deciding, publishing, running
from ion.cohorts.views.blueprint import STAFF, any_cohort, bp, there, words_asked
from ion.cohorts.views.planning import desk_page, standing
from ion.models import Grant, MatchMode, MatchRun, MentoringCohort, Side
from ion.web.deeds import refusal_of
from ion.web.fragments import Fragment
from ion.web.guards import granted, member, or_404
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within
from ion.web.spreadsheets import csv_answer

RUN = f"{STAFF}/runs/<int:run_id>"
run_page = Fragment("cohorts/staff/run.html", "run")
COLUMNS = ("Mentee", "Mentor", "Points", "Mentee's choice", "Mentor's choice", "Made by", "Why without")
MOST_MENTORS = 3_000


@bp.post(f"{STAFF}/runs")
@granted(Grant.FACILITATOR)
def run_now(id: int) -> Response:
    """Ask the worker for a run."""
    any_cohort(id)
    form, by = RunForm(), member().id
    if not form.validate():
        return desk_page.render(422, **standing(id, "Choose how to match."))
    problem = refusal_of(lambda: running.ask(id, MatchMode(form.mode.data), user_id=by))
    if problem:
        return desk_page.render(409, **standing(id, problem))
    return there(f"{cohorts.STAFF_PATH}{id}")


def opened(id: int, run_id: int) -> tuple[MentoringCohort, MatchRun]:
    """The run that an address names, once it is ready, or 404."""
    cohort, run = any_cohort(id), or_404(runs.run_of(id, run_id))
    if run.ready_at is None or run.problem:
        abort(404)
    return cohort, run


@bp.get(RUN)
@granted(Grant.FACILITATOR)
def show_run(id: int, run_id: int) -> Response:
    """What a run matched, with the figures of every mode side by side."""
    return run_page.render(**context(id, run_id))


def context(id: int, run_id: int, problem: str = "") -> dict[str, Any]:
    cohort, run = opened(id, run_id)
    words, only_unmatched = words_asked(), request.values.get("show") == "unmatched"
    total = runs.pairing_total(run, words=words, only_unmatched=only_unmatched)
    number = within(number_asked(request.values.get("page")), total)
    rows = runs.pairings(
        run,
        viewer_scopes(),
        words=words,
        only_unmatched=only_unmatched,
        offset=(number - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    narrowed = tuple(
        (name, value)
        for name, value in (("q", words), ("show", "unmatched" if only_unmatched else ""))
        if value
    )
    path = f"{cohorts.STAFF_PATH}{id}/runs/{run_id}"
    return {
        "cohort": cohort,
        "run": run,
        "path": path,
        "page": Page(rows, number, total, path, narrowed),
        "query": words,
        "only_unmatched": only_unmatched,
        "modes": MODES,
        "modes_help": MODES_HELP,
        "is_out_of_date": run.inputs_version != cohort.version and not is_decided(cohort),
        "is_decided": is_decided(cohort),
        "unmatched_words": unmatched_words,
        "problem": problem,
    }


@bp.get(f"{RUN}/record.json")
@granted(Grant.FACILITATOR)
def record(id: int, run_id: int) -> Response:
    """The match record: what anyone can verify without the database."""
    run = or_404(runs.run_with_record(id, run_id))
    response = make_response(json.dumps(run.record, separators=(",", ":")))
    response.content_type = "application/json"
    response.headers["Content-Disposition"] = f'attachment; filename="match-record-{run.id}.json"'
    return response


@bp.get(f"{RUN}/pairs.csv")
@granted(Grant.FACILITATOR)
def pairs_csv(id: int, run_id: int) -> Response:
    """The pairs of a run as a spreadsheet."""
    _, run = opened(id, run_id)
    rows = (
        (
            pair.mentee.name,
            pair.mentor.name if pair.mentor else "",
            pair.points if pair.mentor else "",
            pair.mentee_choice,
            pair.mentor_choice,
            pair.origin_words if pair.mentor else "",
            "" if pair.mentor else unmatched_words(pair.why),
        )
        for pair in runs.pairings(run, viewer_scopes())
    )
    return csv_answer(f"matches-{run.id}.csv", COLUMNS, rows)


@bp.get(f"{RUN}/mentees/<int:mentee_id>")
@granted(Grant.FACILITATOR)
def show_mentee(id: int, run_id: int, mentee_id: int) -> Response:
    """One mentee of a run: why not another mentor, and another one by hand."""
    return mentee_page(id, run_id, mentee_id, None)


def mentee_page(
    id: int, run_id: int, mentee_id: int, form: EditForm | None, status: int = 200, problem: str = ""
) -> Response:
    cohort, run = opened(id, run_id)
    pair = or_404(runs.pairing_of(run, mentee_id, viewer_scopes()))
    asked = request.args.get("why", 0, type=int)
    found = runs.run_with_record(id, run_id) if asked else None
    page = render_template(
        "cohorts/staff/mentee.html",
        cohort=cohort,
        run=run,
        pair=pair,
        path=f"{cohorts.STAFF_PATH}{id}/runs/{run_id}",
        form=form or edit_form(run, pair.mentor_id, formdata=None),
        asked=asked,
        why=answer(cohort, found, mentee_id, asked) if found else "",
        unmatched_words=unmatched_words,
        is_decided=is_decided(cohort),
        problem=problem,
    )
    return make_response(page, status)


def edit_form(run: MatchRun, mentor_id: int | None, **given: Any) -> EditForm:
    """The choice of another mentor, each with how many of their openings the run fills."""
    taken = runs.taken_in(run)
    mentors = people(run.cohort_id, viewer_scopes(), side=Side.MENTOR, offset=0, limit=MOST_MENTORS)
    form = EditForm(
        **given, **({} if mentor_id is None or "formdata" not in given else {"mentor": mentor_id})
    )
    form.mentor.choices = [SelectChoice(0, "Nobody: leave without a mentor")] + [
        SelectChoice(each.id, f"{each.name.name} ({taken.get(each.id, 0)} of {each.openings} taken)")
        for each in mentors
    ]
    return form


@bp.post(f"{RUN}/mentees/<int:mentee_id>")
@granted(Grant.FACILITATOR)
def edit_mentee(id: int, run_id: int, mentee_id: int) -> Response:
    """Match a mentee by hand from the next run on."""
    _, run = opened(id, run_id)
    form, by = edit_form(run, None), member().id
    if not form.validate():
        return mentee_page(id, run_id, mentee_id, form, 422)
    mentor_id, reason = form.mentor.data or None, form.reason.data or ""
    problem = refusal_of(lambda: deciding.edit(id, mentee_id, mentor_id, reason=reason, user_id=by))
    if problem:
        return mentee_page(id, run_id, mentee_id, edit_form(run, None), 409, problem)
    return there(f"{cohorts.STAFF_PATH}{id}/runs/{run_id}")


@bp.post(f"{RUN}/publish")
@granted(Grant.FACILITATOR)
def publish(id: int, run_id: int) -> Response:
    """Tell everyone."""
    opened(id, run_id)
    by = member().id
    problem = refusal_of(lambda: publishing.publish(id, run_id, user_id=by))
    if problem:
        return run_page.render(409, **context(id, run_id, problem))
    return there(f"{cohorts.STAFF_PATH}{id}")

"""Cohorts for members: those one may join, and the page of one with what one can do in it."""

from typing import Any

from flask import Response, make_response, render_template, request

from ion.cohorts.labels import MODES, unmatched_words
from ion.cohorts.policies import is_decided, takes_people, takes_wishes
from ion.cohorts.queries import cohorts, runs
from ion.cohorts.queries.ranking import candidates, fit_for, order_of, supervisors
from ion.cohorts.queries.wanted import asked_of, criteria_of
from ion.cohorts.services.joining import has_profile, need_of
from ion.cohorts.views.blueprint import COHORT, bp, seen
from ion.core.labels import label
from ion.core.mentoring import facet_label
from ion.models import CohortMember, MentoringCohort, Side
from ion.web.guards import member
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within


@bp.get(cohorts.PATH)
def index() -> str:
    """Cohorts that one may join, and one's own."""
    who = member()
    total = cohorts.open_total(who.person_id)
    number = within(number_asked(request.args.get("page")), total)
    rows = cohorts.open_cohorts(who.person_id, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    own = cohorts.own_cohorts(who.person_id)
    return render_template("cohorts/index.html", page=Page(rows, number, total, cohorts.PATH), own=own)


@bp.get(COHORT)
def show(id: int) -> Response:
    """One cohort: what it is for, what happens when, and the reader in it."""
    return shown(id)


def shown(id: int, status: int = 200, **more: Any) -> Response:
    """The page of a cohort for who is signed in; `problem` says why a deed was refused."""
    who = member()
    cohort = seen(id)
    me = cohorts.membership(id, who.person_id)
    context: dict[str, Any] = {
        "cohort": cohort,
        "row": cohorts.row_of(id),
        "me": me,
        "takes_people": takes_people(cohort),
        "takes_wishes": takes_wishes(cohort),
        "is_decided": is_decided(cohort),
        "is_mentor": me is None and has_profile(who.person_id),
        "path_name": cohorts.path_name(cohort.path_id),
        "mode_words": MODES[cohort.mode],
    }
    if me is not None:
        context |= decided(cohort, me) if is_decided(cohort) else said(cohort, me)
    return make_response(render_template("cohorts/show.html", **context | more), status)


def said(cohort: MentoringCohort, me: CohortMember) -> dict[str, Any]:
    """What somebody said in a cohort that is not matched yet."""
    order = order_of(cohort.id, me.person_id)
    fit = fit_for(cohort, me) if order else {}
    need = need_of(cohort.id, me.person_id) if me.side is Side.MENTEE else None
    criteria = criteria_of(cohort.id, me.person_id) if need else []
    return {
        "need": need,
        "criteria": [
            (facet_label(each.facet), label(each.facet, each.key), each.weight) for each in criteria
        ],
        "chosen": candidates(cohort.id, order, fit, order, viewer_scopes()),
        "supervisors": supervisors(me.person_id, member().id),
    }


def decided(cohort: MentoringCohort, me: CohortMember) -> dict[str, Any]:
    """What somebody got in a cohort whose matches are published."""
    run = runs.published_run(cohort.id)
    own = runs.own_pairings(run, me.person_id, viewer_scopes()) if run else []
    without = next((each for each in own if each.mentor_id is None), None)
    return {
        "run": run,
        "pairings": [each for each in own if each.mentor_id is not None],
        "asked": asked_of(cohort.id, [each.mentee_id for each in own]),
        "unmatched": unmatched_words(without.why) if without else "",
        "mentorships": runs.mentorships_of(cohort.id, me.person_id),
    }

"""Questions that wait for a conversation, and suggesting a mentor."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request

from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries.needed import needed
from ion.mentoring.queries.suggestions import of_need, scopes_of
from ion.mentoring_program.queries import unmatched as queries
from ion.mentoring_program.queries.unmatched import PATH, Which
from ion.mentoring_program.services.suggesting import NotFitting, suggest
from ion.mentoring_program.views.blueprint import bp
from ion.models import Grant
from ion.web.choices import Choice
from ion.web.guards import granted, member, or_404
from ion.web.pagination import PER_PAGE, Page, number_asked, within

LABELS = {Which.STUCK: "Nobody is asked now", Which.ASKED: "A mentor may still answer"}
TOO_LATE = "This mentor cannot be asked for it any more. Choose another one."


@bp.get("/unmatched")
@granted(Grant.FACILITATOR)
def unmatched() -> str:
    """Questions without a conversation, each with what stands in the way."""
    asked = request.args.get("show", "")
    which = Which(asked) if asked in tuple(Which) else Which.STUCK
    totals = queries.totals()
    number = within(number_asked(request.args.get("page")), totals[which])
    rows = queries.unmatched(which, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = () if which is Which.STUCK else (("show", which.value),)
    return render_template(
        "mentoring_program/unmatched.html",
        page=Page(rows, number, totals[which], PATH, parameters),
        which=which.value,
        tabs=[tab(each, which, totals[each]) for each in Which],
    )


def tab(each: Which, chosen: Which, number: int) -> Choice:
    href = PATH if each is Which.STUCK else f"{PATH}?show={each.value}"
    return Choice(each.value, LABELS[each], href, number, each is chosen)


@bp.get("/unmatched/<int:need_id>")
@granted(Grant.FACILITATOR)
def unmatched_one(need_id: int) -> str:
    """One of them, with the mentors who fit best."""
    return render_template("mentoring_program/unmatched_one.html", **of_one(need_id))


def of_one(need_id: int) -> dict[str, Any]:
    waiting, need = or_404(queries.one(need_id)), or_404(needed(need_id))
    return {"waiting": waiting, "need": need, "found": of_need(need, scopes_of(need.mentee_id))}


@bp.post("/unmatched/<int:need_id>/suggest/<int:mentor_id>")
@granted(Grant.FACILITATOR)
def suggest_mentor(need_id: int, mentor_id: int) -> Response:
    """Tell the mentee of a mentor; they ask, or not."""
    or_404(queries.one(need_id))
    try:
        with unit_of_work():
            suggest(need_id, mentor_id, user_id=member().id)
    except NotFitting:
        page = render_template("mentoring_program/unmatched_one.html", problem=TOO_LATE, **of_one(need_id))
        return make_response(page, 409)
    return make_response(redirect(f"{PATH}/{need_id}?told={mentor_id}", 303))

"""Ranking those on the other side of a cohort."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, request

from ion.cohorts.forms.joining import ChoiceForm
from ion.cohorts.policies import takes_wishes
from ion.cohorts.queries import cohorts
from ion.cohorts.queries.ranking import candidates, fit_for, order_of
from ion.cohorts.services import ranking as services
from ion.cohorts.services.joining import need_of
from ion.cohorts.views.blueprint import COHORT, bp, seen
from ion.models import Side
from ion.web.deeds import refusal_of
from ion.web.fragments import Fragment
from ion.web.guards import member, or_404
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within

rank_page = Fragment("cohorts/ranking.html", "ranking")


@bp.get(f"{COHORT}/ranking")
def ranking(id: int) -> Response:
    """Who is on the other side, the best fit first, and one's own order."""
    return rank_page.render(**context(id))


def context(id: int, problem: str = "") -> dict[str, Any]:
    person_id = member().person_id
    cohort = seen(id)
    me = or_404(cohorts.membership(id, person_id))
    fit, order = fit_for(cohort, me), order_of(id, person_id)
    rest = [other for other in fit if other not in order]
    number = within(number_asked(request.values.get("page")), len(rest))
    shown = rest[(number - 1) * PER_PAGE : number * PER_PAGE]
    both = candidates(id, [*order, *shown], fit, order, viewer_scopes())
    return {
        "cohort": cohort,
        "me": me,
        "has_need": bool(fit) or me.side is Side.MENTOR or need_of(id, person_id) is not None,
        "takes_wishes": takes_wishes(cohort),
        "chosen": [each for each in both if each.choice],
        "page": Page(
            [each for each in both if not each.choice], number, len(rest), f"{cohorts.PATH}{id}/ranking"
        ),
        "problem": problem,
    }


@bp.post(f"{COHORT}/ranking")
def rank(id: int) -> Response:
    """Add somebody to one's order, move or take them off."""
    person_id = member().person_id
    seen(id)
    form = ChoiceForm()
    if not form.validate():
        abort(404)
    other = form.other.data or 0
    deeds: dict[str, Callable[[], None]] = {
        "add": lambda: services.add(id, person_id, other),
        "up": lambda: services.move(id, person_id, other, by=-1),
        "down": lambda: services.move(id, person_id, other, by=1),
        "off": lambda: services.move(id, person_id, other, by=0),
    }
    problem = refusal_of(deeds[form.deed.data])
    if problem:
        return rank_page.render(409, **context(id, problem))
    shown = context(id)
    page = shown["page"]
    return rank_page.done(page.href(page.number), "ranking-changed", **shown)

"""Who is in a cohort, for ION staff: the list, taking somebody out, people from a spreadsheet; decided pairs."""

from typing import Any

from flask import Response, make_response, render_template, request

from ion.cohorts.forms.planning import PairForm, PeopleForm
from ion.cohorts.policies import is_decided
from ion.cohorts.queries import cohorts
from ion.cohorts.queries.decided import decided_pairs
from ion.cohorts.queries.people import people, people_total
from ion.cohorts.services import deciding, importing, joining
from ion.cohorts.views.blueprint import STAFF, any_cohort, bp, there, words_asked
from ion.core.refusals import Refused
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, PairKind, Side
from ion.web.deeds import refusal_of
from ion.web.guards import granted, member
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within

TOO_LARGE = "The file is too large: at most 1 MB."


@bp.get(f"{STAFF}/people")
@granted(Grant.FACILITATOR)
def staff_people(id: int) -> Response:
    """Everybody in the cohort, by name."""
    return people_page(id, PeopleForm(formdata=None))


def people_page(id: int, form: PeopleForm, status: int = 200, **more: Any) -> Response:
    cohort, words = any_cohort(id), words_asked()
    asked = request.args.get("side", "")
    side = Side(asked) if asked in tuple(Side) else None
    total = people_total(id, side=side, words=words)
    number = within(number_asked(request.args.get("page")), total)
    rows = people(id, viewer_scopes(), side=side, words=words, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    narrowed = tuple((name, value) for name, value in (("side", side), ("q", words)) if value)
    page = Page(rows, number, total, f"{cohorts.STAFF_PATH}{id}/people", narrowed)
    context = {"cohort": cohort, "page": page, "side": side, "query": words, "form": form}
    more |= {"is_decided": is_decided(cohort)}
    return make_response(render_template("cohorts/staff/people.html", **context | more), status)


@bp.post(f"{STAFF}/people/<int:person_id>/remove")
@granted(Grant.FACILITATOR)
def remove_person(id: int, person_id: int) -> Response:
    """Take somebody out of the cohort."""
    by = member().id
    any_cohort(id)
    problem = refusal_of(lambda: joining.remove(id, person_id, user_id=by))
    if problem:
        return people_page(id, PeopleForm(formdata=None), 409, problem=problem)
    return there(f"{cohorts.STAFF_PATH}{id}/people")


@bp.post(f"{STAFF}/people")
@granted(Grant.FACILITATOR)
def bring_people(id: int) -> Response:
    """Put those in whom a spreadsheet names; what was not taken is listed by row."""
    any_cohort(id)
    form, by = PeopleForm(), member().id
    if not form.validate():
        return people_page(id, form, 422)
    content = form.content()
    if len(content) > form.most_bytes:
        form.file.errors = [TOO_LARGE]
        return people_page(id, form, 422)
    try:
        rows = importing.read(content)
        with unit_of_work():
            taken = importing.bring_in(id, rows, user_id=by)
    except Refused as refused:
        form.file.errors = [refused.words]
        return people_page(id, form, 409)
    if taken.troubles:
        return people_page(id, PeopleForm(formdata=None), 422, taken=taken)
    return there(f"{cohorts.STAFF_PATH}{id}/people")


@bp.get(f"{STAFF}/pairs")
@granted(Grant.FACILITATOR)
def pairs(id: int) -> Response:
    """Pairs that ION staff decided."""
    return pairs_page(id, PairForm(id, formdata=None))


def pairs_page(id: int, form: PairForm, status: int = 200, problem: str = "") -> Response:
    cohort = any_cohort(id)
    page = render_template(
        "cohorts/staff/pairs.html",
        cohort=cohort,
        pairs=decided_pairs(id, viewer_scopes()),
        is_decided=is_decided(cohort),
        form=form,
        problem=problem,
    )
    return make_response(page, status)


@bp.post(f"{STAFF}/pairs")
@granted(Grant.FACILITATOR)
def decide_pair(id: int) -> Response:
    """Fix two people to each other, or keep them apart."""
    any_cohort(id)
    form, by = PairForm(id), member().id
    if not form.validate():
        return pairs_page(id, form, 422)
    deed = deciding.fix if form.kind.data == PairKind.FIXED else deciding.keep_apart
    mentee_id, mentor_id, reason = form.ids[Side.MENTEE], form.ids[Side.MENTOR], form.reason.data or ""
    problem = refusal_of(lambda: deed(id, mentee_id, mentor_id, reason=reason, user_id=by))
    if problem:
        form.form_errors.append(problem)
        return pairs_page(id, form, 409)
    return there(f"{cohorts.STAFF_PATH}{id}/pairs")


@bp.post(f"{STAFF}/pairs/<int:pair_id>/remove")
@granted(Grant.FACILITATOR)
def take_back_pair(id: int, pair_id: int) -> Response:
    """Undo a decision."""
    by = member().id
    any_cohort(id)
    problem = refusal_of(lambda: deciding.take_back(id, pair_id, user_id=by))
    if problem:
        return pairs_page(id, PairForm(id, formdata=None), 409, problem)
    return there(f"{cohorts.STAFF_PATH}{id}/pairs")

"""A need and the mentors who fit it: asking them, putting them aside, being told, taking the question back."""

from collections.abc import Callable
from typing import Any

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from ion.core.labels import label
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.forms.needs import WEIGHTS, id_in
from ion.mentoring.policies import MOST_CHOICES
from ion.mentoring.queries import needs as reads
from ion.mentoring.queries import wishes
from ion.mentoring.queries.needed import Needed, needed
from ion.mentoring.queries.suggestions import suggestions
from ion.mentoring.queries.why import named_like, why_not
from ion.mentoring.services import dismissing, needs, requests
from ion.mentoring.services.refusals import Refused
from ion.mentoring.services.showing import note_shown
from ion.mentoring.views.asking import done, gone_to, own_need
from ion.mentoring.views.blueprint import bp
from ion.web.afterwards import afterwards
from ion.web.fragments import Fragment
from ion.web.guards import member, or_404
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within

page = Fragment("mentoring/need.html", "need")
CHANGED = "need-changed"


@bp.get("/needs/")
def own_needs() -> str:
    """Everything that the reader asked mentors."""
    who = member()
    total = reads.own_total(who.person_id)
    number = within(number_asked(request.args.get("page")), total)
    rows = reads.own(who.person_id, PER_PAGE, (number - 1) * PER_PAGE)
    return render_template("mentoring/needs.html", page=Page(rows, number, total, "/mentoring/needs/"))


def context(need: Needed, refused: str = "") -> dict[str, Any]:
    """What the page of a need shows."""
    return {
        "need": need,
        "wanted": [(label(of.facet, of.key), WEIGHTS[of.weight]) for of in need.criteria],
        "found": suggestions(member(), need.id) if need.is_open else None,
        "subject": wishes.subject_of(need.item_id, viewer_scopes()),
        "most": MOST_CHOICES,
        "refused": refused,
    }


@bp.get("/needs/<int:id>")
def show_need(id: int) -> Answer:
    """What the reader asks, who fits, and who was asked."""
    need = or_404(needed(id, member().person_id))
    if need.cohort_id is not None:
        return redirect(f"/mentoring/cohorts/{need.cohort_id}")
    shown = context(need)
    return noted(page.render(**shown), need.id, shown["found"].to_note if shown["found"] else ())


def noted(response: Response, need_id: int, mentor_ids: tuple[int, ...]) -> Response:
    """Let it count whom this answer shows below the first rank."""

    def note() -> None:
        with unit_of_work():
            note_shown(need_id, mentor_ids)

    return afterwards(response, "suggestions not counted", note) if mentor_ids else response


def after(id: int, deed: Callable[[], object]) -> Response:
    """Do it and show the need again, or say in words what was refused."""
    path = own_need(id).path
    try:
        done(deed)
    except Refused as error:
        return page.render(409, **context(own_need(id), error.words))
    return page.done(path, CHANGED, **context(own_need(id)))


@bp.post("/needs/<int:id>/ask")
def put_to(id: int) -> Response:
    """Put the need to the mentors who were chosen, in their order: the first is asked now."""
    who, need = member(), own_need(id)
    try:
        asked = done(lambda: requests.ask(who, need.id, chosen()).path)
    except Refused as error:
        return page.render(409, **context(own_need(id), error.words))
    return gone_to(asked)


def chosen() -> list[int]:
    """The mentors of the form: the one whose button was pressed, or those with a place in the order."""
    if one := id_in(request.form.get("mentor")):
        return [one]
    places = ((id_in(request.form.get(f"choice-{place}"))) for place in range(1, MOST_CHOICES + 1))
    return [id for id in places if id]


@bp.post("/needs/<int:id>/dismiss")
def dismiss(id: int) -> Response:
    """Do not suggest this mentor any more."""
    who, mentor_id = member(), or_404(id_in(request.form.get("mentor")))
    return after(id, lambda: dismissing.dismiss(who, mentor_id))


@bp.post("/needs/<int:id>/undismiss")
def undismiss(id: int) -> Response:
    """Suggest this mentor again."""
    who, mentor_id = member(), or_404(id_in(request.form.get("mentor")))
    return after(id, lambda: dismissing.undismiss(who, mentor_id))


@bp.post("/needs/<int:id>/loosen")
def loosen(id: int) -> Response:
    """Let one must be nice to have."""
    who = member()
    facet, _, key = request.form.get("what", "").partition(":")
    return after(id, lambda: needs.loosen(who, id, facet, key))


@bp.post("/needs/<int:id>/wait")
def wait_for_openings(id: int) -> Response:
    """Be told when a mentor who fits has openings, or no longer."""
    who, on = member(), request.form.get("on") == "1"
    return after(id, lambda: needs.wait(who, id, on=on))


@bp.post("/needs/<int:id>/withdraw")
def withdraw_need(id: int) -> Response:
    """Take the question back, and all that waits with it."""
    who = member()
    return after(id, lambda: needs.withdraw(who, id))


@bp.get("/needs/<int:id>/why")
def find_why(id: int) -> str:
    """Look for a mentor by name, to see why they are not suggested."""
    need, name = own_need(id), request.args.get("name", "")[:100].strip()
    rows = named_like(name, viewer_scopes(), but=need.mentee_id)
    return render_template("mentoring/why_find.html", need=need, name=name, rows=rows)


@bp.get("/needs/<int:id>/why/<int:mentor_id>")
def why(id: int, mentor_id: int) -> str:
    """Why a mentor is not suggested for a need."""
    need = own_need(id)
    answer = or_404(why_not(member(), need, mentor_id))
    return render_template("mentoring/why.html", need=need, why=answer)

"""One report: claim it, read it, decide. What is private is shown by a POST alone, which writes down who read it."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort

from ion.core.access import Viewer
from ion.core.ports.reports import REPORTABLES
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.moderation import services
from ion.moderation.forms import DecisionForm
from ion.moderation.queries.cases import Case, case_of
from ion.moderation.queries.reports import PATH
from ion.moderation.services import NotThere, Refused
from ion.moderation.views.blueprint import bp
from ion.moderation.views.reporting import witness
from ion.web.fragments import Fragment
from ion.web.guards import granted, member, or_404

one = Fragment("moderation/report.html", "report", {"Cache-Control": "no-store"})


def context(case: Case, *, is_read: bool = False, form: DecisionForm | None = None, problem: str = "") -> Any:
    """Everything the page shows; `is_read`: that what is private is read was written down in this request."""
    return {
        "case": case,
        "stands": stands(case),
        "is_shown": not case.snapshot.is_private or (is_read and case.may_read),
        "form": form or DecisionForm(case, formdata=None, data={"look": case.look}),
        "problem": problem,
    }


def stands(case: Case) -> bool:
    """Whether this viewer finds the thing at its address now; what is private is looked for by nobody."""
    kind, id = case.report.subject_kind, case.report.subject_id
    if case.snapshot.is_private or kind not in REPORTABLES:
        return False
    return REPORTABLES[kind].snapshot(id, witness(member())) is not None


def found(report_id: int, who: Viewer) -> Case:
    return or_404(case_of(report_id, who))


@bp.get(f"{PATH}/<int:report_id>")
@granted(Grant.EDITOR)
def report(report_id: int) -> Response:
    """One report."""
    return one.render(**context(found(report_id, member())))


def done(report_id: int, event: str, deed: Callable[[Viewer], object], **after: Any) -> Response:
    """Do it, and show the report as it is now; a refusal shows it, too, and why."""
    who = member()
    try:
        with unit_of_work():
            deed(who)
    except NotThere:
        abort(404)
    except Refused as error:
        return one.render(409, **context(found(report_id, who), problem=error.words))
    return one.done(f"{PATH}/{report_id}", event, **context(found(report_id, who), **after))


@bp.post(f"{PATH}/<int:report_id>/claim")
@granted(Grant.EDITOR)
def claim(report_id: int) -> Response:
    """Look after it."""
    return done(report_id, "report-claimed", lambda who: services.claim(who, report_id))


@bp.post(f"{PATH}/<int:report_id>/give-back")
@granted(Grant.EDITOR)
def give_back(report_id: int) -> Response:
    """Let somebody else look after it."""
    return done(report_id, "report-given-back", lambda who: services.give_back(who, report_id))


@bp.post(f"{PATH}/<int:report_id>/read")
@granted(Grant.EDITOR)
def read(report_id: int) -> Response:
    """Read what is private in it; the answer is the page itself, so that no other address ever shows it."""
    who = member()
    try:
        with unit_of_work():
            services.note_reading(who, report_id)
    except NotThere:
        abort(404)
    except Refused as error:
        return one.render(409, **context(found(report_id, who), problem=error.words))
    return one.render(**context(found(report_id, who), is_read=True))


@bp.post(f"{PATH}/<int:report_id>/decide")
@granted(Grant.EDITOR)
def decide(report_id: int) -> Response:
    """Decide; both sides are told."""
    case = found(report_id, member())
    form = DecisionForm(case)
    if not form.validate_on_submit():
        return one.render(422, **context(case, form=form))
    ruling = form.ruling
    return done(report_id, "report-decided", lambda who: services.decide(who, report_id, ruling))

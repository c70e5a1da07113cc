"""Reporting something: for whoever may see it."""

from flask import Response, abort, flash, make_response, redirect, render_template, request

from ion.core.access import Viewer, scopes
from ion.core.ports.reports import REPORTABLES, Snapshot, Witness
from ion.core.unit_of_work import unit_of_work
from ion.moderation import services
from ion.moderation.forms import ReportForm
from ion.moderation.views.blueprint import bp
from ion.web.guards import member, member_only, or_404

THANKS = "Thank you. ION staff look at it, and you will hear what they decide. Nobody else learns that you reported it."


def witness(who: Viewer) -> Witness:
    """Who is looking, as one who reports."""
    return Witness(who.id, who.person_id, scopes(who))


def asked() -> tuple[str, int]:
    """The thing that the address names; 404 for what cannot be reported."""
    kind, number = request.values.get("kind", ""), request.values.get("id", "")
    if kind not in REPORTABLES or not (number.isascii() and number.isdigit() and len(number) < 10):
        abort(404)
    return kind, int(number)


def seen(who: Viewer) -> Snapshot:
    """The thing as the viewer may see it, else 404."""
    kind, id = asked()
    return or_404(REPORTABLES[kind].snapshot(id, witness(who)))


def page(status: int, form: ReportForm, snapshot: Snapshot, who: Viewer) -> Response:
    html = render_template(
        "moderation/new.html",
        form=form,
        thing=snapshot,
        label=REPORTABLES[snapshot.kind].label,
        is_mine=snapshot.about_id == who.id,
    )
    return make_response(html, status)


@bp.get("/reports/new")
@member_only
def new() -> Response:
    """What is wrong with this?"""
    who = member()
    return page(200, ReportForm(formdata=None), seen(who), who)


@bp.post("/reports/new")
@member_only
def create() -> Response:
    """Tell ION staff."""
    who, form = member(), ReportForm()
    snapshot = seen(who)
    if not form.validate_on_submit():
        return page(422, form, snapshot, who)
    try:
        with unit_of_work():
            wait = services.wait_before_another(who.id)
            if not wait:
                services.report(witness(who), *asked(), cause=form.cause.data, words=form.words.data or "")
    except services.NotThere:
        abort(404)
    except services.Refused as error:
        form.form_errors.append(error.words)
        return page(409, form, snapshot, who)
    if wait:
        form.form_errors.append("You reported a lot at once. Try again in an hour.")
        response = page(429, form, snapshot, who)
        response.headers["Retry-After"] = str(wait)
        return response
    flash(THANKS)
    return make_response(redirect("/reports/", 303))

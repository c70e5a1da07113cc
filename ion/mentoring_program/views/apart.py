"""Who is never matched with whom: people, and organizations of which one oversees the other."""

from flask import Response, make_response, redirect, render_template, request

from ion.core.unit_of_work import unit_of_work
from ion.mentoring_program.forms import ApartForm, OversightForm
from ion.mentoring_program.queries import apart as queries
from ion.mentoring_program.queries.apart import PATH
from ion.mentoring_program.services import apart as services
from ion.mentoring_program.views.blueprint import bp
from ion.models import Grant
from ion.web.guards import granted, member, or_404
from ion.web.pagination import PER_PAGE, Page, number_asked

SAME_PERSON = "Both addresses are of one person."
SAME_ORGANIZATION = "Both are one organization."


def shown(
    status: int = 200, *, form: ApartForm | None = None, oversight: OversightForm | None = None
) -> Response:
    number = number_asked(request.args.get("page"))
    rows, total = queries.bars(offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    page = render_template(
        "mentoring_program/apart.html",
        page=Page(rows, number, total, PATH),
        overseen=queries.overseen(),
        form=form or ApartForm(formdata=None),
        oversight=oversight or OversightForm(formdata=None),
    )
    return make_response(page, status)


def back() -> Response:
    return make_response(redirect(PATH, 303))


@bp.get("/apart")
@granted(Grant.FACILITATOR)
def apart() -> Response:
    """Pairs of people, and organizations, that are kept apart, and forms to add one."""
    return shown()


@bp.post("/apart")
@granted(Grant.FACILITATOR)
def keep_apart() -> Response:
    """Keep two people apart."""
    form = ApartForm()
    if not form.validate():
        return shown(422, form=form)
    try:
        with unit_of_work():
            services.keep_apart(
                form.first.person_id, form.second.person_id, form.reason.data, user_id=member().id
            )
    except services.Same:
        form.form_errors.append(SAME_PERSON)
        return shown(409, form=form)
    return back()


@bp.post("/apart/<int:person_id>/<int:other_id>/lift")
@granted(Grant.FACILITATOR)
def lift_apart(person_id: int, other_id: int) -> Response:
    """Let two people be matched again."""
    with unit_of_work():
        or_404(services.lift(person_id, other_id, user_id=member().id) or None)
    return back()


@bp.post("/oversight")
@granted(Grant.FACILITATOR)
def note_oversight() -> Response:
    """Keep the people of two organizations apart."""
    form = OversightForm()
    if not form.validate():
        return shown(422, oversight=form)
    try:
        with unit_of_work():
            services.oversee(form.grantor.organization_id, form.grantee.organization_id, user_id=member().id)
    except services.Same:
        form.form_errors.append(SAME_ORGANIZATION)
        return shown(409, oversight=form)
    return back()


@bp.post("/oversight/<int:grantor_id>/<int:grantee_id>/end")
@granted(Grant.FACILITATOR)
def end_oversight(grantor_id: int, grantee_id: int) -> Response:
    """Let people of two organizations be matched."""
    with unit_of_work():
        or_404(services.end_oversight(grantor_id, grantee_id, user_id=member().id) or None)
    return back()

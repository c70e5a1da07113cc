"""The pages of ION staff: an overview, work that failed, the log of deeds, people and their rights."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from ion.accounts.services import rights
from ion.core import audit, outbox
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, User
from ion.models.user import STAFF
from ion.staff import queries
from ion.staff.forms import GIVEN, SuspensionForm
from ion.staff.queries import AUDIT, OUTBOX, PEOPLE
from ion.web.guards import granted, member, or_404
from ion.web.pagination import PER_PAGE, Page, number_asked, within

bp = Blueprint("staff", __name__)
SHOWN_LATE = 10
FILTERS = ("suspended", "unconfirmed", *(str(grant) for grant in GIVEN))
LAST_ADMIN = "This is the last admin. Make somebody else an admin first."


def back_to(path: str) -> Response:
    return make_response(redirect(path, 303))


@bp.get("/staff/")
@granted(*STAFF)
def index() -> str:
    """Where ION staff begin: what waits, and every page of theirs."""
    return render_template(
        "staff/index.html",
        failed=queries.work_total(queries.failed()),
        late=queries.work_total(queries.late()),
        may_edit=bool(member().grants & {Grant.EDITOR, Grant.ADMIN}),
    )


@bp.get(OUTBOX)
@granted(*STAFF)
def work() -> str:
    """Work that failed and work that is late; no payload is shown, it may be about anyone."""
    total = queries.work_total(queries.failed())
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.work_rows(queries.failed(), offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template(
        "staff/outbox.html",
        page=Page(rows, number, total, OUTBOX),
        late=queries.work_rows(queries.late(), limit=SHOWN_LATE),
        late_total=queries.work_total(queries.late()),
    )


@bp.post("/staff/outbox/<int:row_id>/again")
@granted(*STAFF)
def try_again(row_id: int) -> Response:
    """Let failed work be tried again; work that is done meanwhile needs nothing."""
    with unit_of_work():
        if outbox.try_again(row_id):
            audit.record("work tried again", kind="outbox", id=row_id, user_id=member().id)
    return back_to(OUTBOX)


@bp.get(AUDIT)
@granted(Grant.ADMIN)
def deeds() -> str:
    """Who did what, newest first."""
    actions = queries.actions()
    asked = request.args.get("action", "")
    action = asked if asked in actions else ""
    total = queries.deed_total(action)
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.deeds(action, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = (("action", action),) if action else ()
    return render_template(
        "staff/audit.html", page=Page(rows, number, total, AUDIT, parameters), actions=actions, chosen=action
    )


@bp.get(PEOPLE)
@granted(Grant.ADMIN)
def people() -> str:
    """Everyone who signs in, by name; searched by name or e-mail."""
    words = request.args.get("q", "").replace("\x00", "").strip()[:100]
    asked = request.args.get("only", "")
    only = asked if asked in FILTERS else ""
    total = queries.login_total(words, only)
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.logins(words, only, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = tuple(pair for pair in (("q", words), ("only", only)) if pair[1])
    return render_template(
        "staff/people.html",
        page=Page(rows, number, total, PEOPLE, parameters),
        query=words,
        chosen=only,
        filters=FILTERS,
    )


@bp.get(f"{PEOPLE}/<int:user_id>")
@granted(Grant.ADMIN)
def person(user_id: int) -> str:
    """One user: rights and suspension."""
    return person_page(user_id)


def person_page(user_id: int, problem: str = "", form: SuspensionForm | None = None) -> str:
    return render_template(
        "staff/person.html",
        login=or_404(queries.login(user_id)),
        given=GIVEN,
        problem=problem,
        form=form or SuspensionForm(formdata=None),
    )


def changed(user_id: int, change: Callable[[User], bool]) -> Response:
    """Do `change` to the user; a rule that forbids it is said on the page."""
    try:
        with unit_of_work():
            change(or_404(queries.user(user_id)))
    except rights.LastAdmin:
        return make_response(person_page(user_id, LAST_ADMIN), 409)
    return back_to(f"{PEOPLE}/{user_id}")


@bp.post(f"{PEOPLE}/<int:user_id>/suspend")
@granted(Grant.ADMIN)
def suspend(user_id: int) -> Response:
    """End every right of a user at their next request."""
    form, by = SuspensionForm(), member().id
    or_404(queries.login(user_id))
    if not form.validate_on_submit():
        return make_response(person_page(user_id, form=form), 422)
    return changed(user_id, lambda user: rights.suspend(user, by=by, reason=form.reason.data))


@bp.post(f"{PEOPLE}/<int:user_id>/restore")
@granted(Grant.ADMIN)
def restore(user_id: int) -> Response:
    """Give a suspended user their rights back."""
    by = member().id
    return changed(user_id, lambda user: rights.restore(user, by=by))


@bp.post(f"{PEOPLE}/<int:user_id>/grants/<grant>/<deed>")
@granted(Grant.ADMIN)
def change_grant(user_id: int, grant: str, deed: str) -> Response:
    """Give a grant or take it away; the user signs in anew."""
    if grant not in GIVEN or deed not in ("give", "take"):
        abort(404)
    by, change = member().id, rights.grant if deed == "give" else rights.revoke
    return changed(user_id, lambda user: change(user, Grant(grant), by=by))

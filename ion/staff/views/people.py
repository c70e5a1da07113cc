"""People and their rights."""

from collections.abc import Callable

from flask import Response, abort, make_response, render_template, request

from ion.accounts.services import rights
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, User
from ion.staff.forms import GIVEN, SuspensionForm
from ion.staff.queries import people as queries
from ion.staff.queries.people import PEOPLE
from ion.staff.views.blueprint import back_to, bp
from ion.web.guards import granted, member, or_404
from ion.web.pagination import PER_PAGE, Page, number_asked, within

FILTERS = ("suspended", "unconfirmed", *(str(grant) for grant in GIVEN))
LAST_ADMIN = "This is the last admin. Make somebody else an admin first."


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
    until = rights.suspended_until(form.days.data)
    return changed(user_id, lambda user: rights.suspend(user, by=by, reason=form.reason.data, until=until))


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

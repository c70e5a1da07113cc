"""Guided paths, kept by ION staff."""

from flask import Response, abort, make_response, redirect, render_template, request

from ion.core.unit_of_work import unit_of_work
from ion.mentorships.forms.paths import PathForm, path_form
from ion.mentorships.queries import paths as queries
from ion.mentorships.queries.paths import STAFF_PATH
from ion.mentorships.services import paths
from ion.mentorships.services.refusals import NotThere, Refused, Stale
from ion.mentorships.views.blueprint import bp
from ion.models import Grant, MentoringPath
from ion.web.guards import granted, member, or_404

STALE = (
    "Somebody else saved this path while you wrote. Look at it in another tab, then save again to replace it."
)


@bp.get(STAFF_PATH)
@granted(Grant.FACILITATOR)
def paths_index() -> str:
    """All paths."""
    return render_template("mentorships/paths.html", rows=queries.paths())


def editing(path: MentoringPath | None, form: PathForm, status: int = 200, problem: str = "") -> Response:
    page = render_template("mentorships/path.html", path=path, form=form, problem=problem)
    return make_response(page, status)


@bp.get(f"{STAFF_PATH}/new")
@granted(Grant.FACILITATOR)
def new_path() -> Response:
    """An empty path."""
    return editing(None, path_form(None))


@bp.post(STAFF_PATH)
@granted(Grant.FACILITATOR)
def create_path() -> Response:
    """Write it."""
    return saved(None)


@bp.get(f"{STAFF_PATH}/<int:id>")
@granted(Grant.FACILITATOR)
def edit_path(id: int) -> Response:
    """One path, to be written."""
    path = or_404(queries.path_of(id))
    return editing(path, path_form(path))


@bp.post(f"{STAFF_PATH}/<int:id>")
@granted(Grant.FACILITATOR)
def save_path(id: int) -> Response:
    """Write it anew; mentorships that began with it keep their steps."""
    return saved(or_404(queries.path_of(id)))


def saved(path: MentoringPath | None) -> Response:
    form, id = path_form(path), path.id if path else None
    if "add" in request.form or not form.validate():
        return editing(path, form, 200 if "add" in request.form else 422)
    steps, version = form.written, form.version_read if path else None
    try:
        with unit_of_work():
            if path is None and paths.named(form.name.data):
                raise Refused("Another path has this name. Choose a name of its own.")
            paths.keep(
                form.name.data, form.summary.data or "", steps, id=id, version=version, user_id=member().id
            )
    except Stale:
        stands = or_404(queries.path_of(id or 0))
        form.version.data = str(stands.version)
        return editing(stands, form, 409, STALE)
    except Refused as error:
        return editing(queries.path_of(id) if id else None, form, 409, error.words)
    return make_response(redirect(STAFF_PATH, 303))


@bp.post(f"{STAFF_PATH}/<int:id>/archive")
@granted(Grant.FACILITATOR)
def archive_path(id: int) -> Response:
    """Offer it no more."""
    return put_away(id, is_archived=True)


@bp.post(f"{STAFF_PATH}/<int:id>/bring-back")
@granted(Grant.FACILITATOR)
def bring_back_path(id: int) -> Response:
    """Offer it again."""
    return put_away(id, is_archived=False)


def put_away(id: int, *, is_archived: bool) -> Response:
    try:
        with unit_of_work():
            paths.archive(id, is_archived=is_archived, user_id=member().id)
    except NotThere:
        abort(404)
    return make_response(redirect(STAFF_PATH, 303))

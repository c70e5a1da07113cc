"""Redirects: old addresses and where they lead."""

from collections.abc import Callable

from flask import Response, request

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.upkeep.forms import RedirectForm, TargetForm
from ion.upkeep.queries import redirects as queries
from ion.upkeep.queries.redirects import PATH, RedirectRow
from ion.upkeep.services import redirects as services
from ion.upkeep.services.refusing import Refused
from ion.upkeep.views.blueprint import bp, there, words_asked
from ion.web.fragments import Fragment
from ion.web.guards import granted, member, or_404
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within

listing = Fragment("upkeep/redirects.html", "main")
editing = Fragment("upkeep/redirect.html", "main")


@bp.get(PATH)
@granted(Grant.EDITOR)
def redirects() -> Response:
    """Every old address, searched by either end."""
    return listed(200, RedirectForm(formdata=None), words_asked())


def listed(status: int, form: RedirectForm, words: str) -> Response:
    total = queries.total(words)
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.rows(words, viewer_scopes(), offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = (("q", words),) if words else ()
    page = Page(rows, number, total, PATH, parameters)
    return listing.render(status, page=page, query=words, form=form)


@bp.post(PATH)
@granted(Grant.EDITOR)
def add_redirect() -> Response:
    """Let an old address lead somewhere."""
    form, user_id = RedirectForm(), member().id
    if not form.validate():
        return listed(422, form, "")
    path, target = form.path.data, form.target.data
    try:
        with unit_of_work():
            services.add(path, target, user_id=user_id)
    except Refused as reason:
        form.form_errors.append(str(reason))
        return listed(409, form, "")
    return there(address(PATH, [("q", path)]))


def asked() -> RedirectRow:
    """The old address that a page or a form names; 404 for none."""
    path = request.values.get("path", "").replace("\x00", "")
    return or_404(queries.one(path, viewer_scopes()))


@bp.get(f"{PATH}/change")
@granted(Grant.EDITOR)
def edit_redirect() -> Response:
    """One old address, to change or remove."""
    row = asked()
    return editing.render(row=row, form=TargetForm(formdata=None, target=row.target))


@bp.post(f"{PATH}/change")
@granted(Grant.EDITOR)
def save_redirect() -> Response:
    """Let an old address lead elsewhere."""
    row, form, user_id = asked(), TargetForm(), member().id
    if not form.validate():
        return editing.render(422, row=row, form=form)
    return done(row, form, lambda: services.change(row.path, form.target.data, user_id=user_id))


@bp.post(f"{PATH}/remove")
@granted(Grant.EDITOR)
def remove_redirect() -> Response:
    """Let an old address lead nowhere."""
    row, user_id = asked(), member().id
    form = TargetForm(formdata=None, target=row.target)
    return done(row, form, lambda: services.remove(row.path, user_id=user_id), words="")


def done(row: RedirectRow, form: TargetForm, deed: Callable[[], None], words: str | None = None) -> Response:
    """Back to the list after the deed, or its page with the reason why it was not done."""
    try:
        with unit_of_work():
            deed()
    except Refused as reason:
        form.form_errors.append(str(reason))
        return editing.render(409, row=row, form=form)
    return there(address(PATH, [("q", row.path)] if words is None else []))

"""The history of an item: its versions, any two compared, an old one restored."""

from flask import Response, make_response, render_template, request

from ion.commons.publishing import services
from ion.commons.publishing.comparing import Difference, differences
from ion.commons.publishing.queries.history import contents, told, unseen_import, versions
from ion.commons.publishing.queries.working import Working
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import about, back_to, number_in, opened
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.guards import granted, member, or_404


@bp.get("/staff/publishing/<int:item_id>/history")
@granted(Grant.EDITOR)
def history(item_id: int) -> Response:
    """Every version and, where the address names two, what changed between them."""
    found = opened(item_id)
    return page(found, number_in(request.args.get("from", "")), number_in(request.args.get("to", "")))


def page(found: Working, old: int = 0, new: int = 0, status: int = 200, problem: str = "") -> Response:
    kept = versions(found.id)
    html = render_template(
        "publishing/history.html",
        versions=kept,
        unseen=unseen_import(kept),
        old=old,
        new=new,
        differences=compared(found, old, new) if old and new else None,
        problem=problem,
        **about(found),
    )
    return make_response(html, status)


def compared(found: Working, old: int, new: int) -> list[Difference]:
    """What changed between two versions; 404 where one of them is none."""
    both = contents(found.id, [old, new])
    before, after = or_404(both.get(old)), or_404(both.get(new))
    return differences(told(found.kind, before), told(found.kind, after))


@bp.post("/staff/publishing/<int:item_id>/restore/<int:version>")
@granted(Grant.EDITOR)
def restore(item_id: int, version: int) -> Response:
    """Make an old version the newest one."""
    found = opened(item_id)
    try:
        with unit_of_work():
            services.restore(item_id, version, user_id=member().id)
    except services.Refused as error:
        return page(found, status=409, problem=error.words)
    return back_to("history", item_id=item_id)


@bp.get("/staff/publishing/<int:item_id>/restore/<int:version>")
@granted(Grant.EDITOR)
def confirm_restore(item_id: int, version: int) -> Response:
    """What restoring a version would change, and one button."""
    found = opened(item_id)
    old = or_404(contents(item_id, [version]).get(version))
    html = render_template(
        "publishing/restore.html",
        version=version,
        differences=differences(told(found.kind, found.content), told(found.kind, old)),
        **about(found),
    )
    return make_response(html)

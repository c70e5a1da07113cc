"""The desk of comments: ION staff approve what waits, and say why something is not shown."""

from typing import Any

from flask import Response, abort, request

from ion.commons.discussion import services
from ion.commons.discussion.forms import ApprovalForm, RefusalForm
from ion.commons.discussion.queries import desk
from ion.commons.discussion.queries.desk import PATH
from ion.commons.discussion.services import Decided, NotThere
from ion.commons.discussion.views.blueprint import bp
from ion.core.unit_of_work import unit_of_work
from ion.models import CommentState
from ion.models.user import STAFF
from ion.web.choices import Choice
from ion.web.fragments import Fragment
from ion.web.guards import granted, member
from ion.web.pagination import PER_PAGE, Page, number_asked, within

comments = Fragment("discussion/desk.html", "comments")
LABELS = {
    CommentState.HELD: "Waiting",
    CommentState.SHOWN: "Shown",
    CommentState.REFUSED: "Not shown",
}


def state_asked() -> CommentState:
    asked = request.values.get("show", "")
    return CommentState(asked) if asked in list(LABELS) else CommentState.HELD


def href(state: CommentState) -> str:
    return PATH if state is CommentState.HELD else f"{PATH}?show={state}"


def context(state: CommentState, typed: RefusalForm | None = None, typed_on: int = 0) -> dict[str, Any]:
    """Everything the desk shows; `typed` is a refusal that was not taken, of the comment `typed_on`."""
    totals = desk.totals()
    number = within(number_asked(request.args.get("page")), totals[state])
    rows = desk.rows(state, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = () if state is CommentState.HELD else (("show", str(state)),)
    blank = {row.id: RefusalForm(formdata=None, prefix=f"on-{row.id}") for row in rows}
    return {
        "page": Page(rows, number, totals[state], PATH, parameters),
        "state": state,
        "choices": [
            Choice(each, label, href(each), totals[each], each is state) for each, label in LABELS.items()
        ],
        "forms": blank | ({typed_on: typed} if typed else {}),
        "open": typed_on,
        "problem": "",
    }


@bp.get(PATH)
@granted(*STAFF)
def waiting() -> Response:
    """Comments that wait, the oldest first; or those that were decided."""
    return comments.render(**context(state_asked()))


@bp.post(f"{PATH}/<int:comment_id>/approve")
@granted(*STAFF)
def approve(comment_id: int) -> Response:
    """Show a comment that waits."""
    form, who = ApprovalForm(), member()
    return decided(lambda: services.approve(comment_id, seen=form.version.data or "", user_id=who.id))


@bp.post(f"{PATH}/<int:comment_id>/refuse")
@granted(*STAFF)
def refuse(comment_id: int) -> Response:
    """Do not show a comment, or no longer; the writer is told why."""
    form, who = RefusalForm(prefix=f"on-{comment_id}"), member()
    if not form.validate_on_submit():
        return comments.render(422, **context(state_asked(), form, comment_id))
    seen, reason = form.version.data or "", form.reason
    return decided(lambda: services.refuse(comment_id, reason, seen=seen, user_id=who.id))


def decided(deed: Any) -> Response:
    """Do what was decided; where somebody was faster, the desk as it is now, and what happened, in words."""
    state = state_asked()
    try:
        with unit_of_work():
            deed()
    except NotThere:
        abort(404)
    except Decided as error:
        return comments.render(409, **context(state) | {"problem": error.words})
    return comments.done(href(state), "comment-decided", **context(state))

"""One issue, and sending single mails of it again."""

from flask import Response, render_template

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.newsletters import services
from ion.newsletters.queries import issues
from ion.newsletters.queries.progress import trouble
from ion.newsletters.services import Refused
from ion.newsletters.views.blueprint import ISSUE, bp, opened, there
from ion.newsletters.views.standing import issue_answer
from ion.web.guards import granted, member, or_404

AGAIN = f"{ISSUE}/mails/<int(max=2147483647):user_id>/again"


@bp.get(ISSUE)
@granted(Grant.EDITOR)
def show(id: int) -> Response:
    """The issue. Its progress is polled with `?after=` how many mails had ended: 204 while nothing is new."""
    return issue_answer(200, opened(id))


@bp.get(AGAIN)
@granted(Grant.EDITOR)
def ask_again(id: int, user_id: int) -> str:
    """Whether to send one person the mail again."""
    newsletter, found = opened(id), or_404(trouble(id, user_id))
    return render_template("newsletters/again.html", newsletter=newsletter, trouble=found)


@bp.post(AGAIN)
@granted(Grant.EDITOR)
def send_again(id: int, user_id: int) -> Response:
    """Send it again."""
    opened(id)
    by = member().id
    try:
        with unit_of_work():
            services.send_again(id, user_id, by_user_id=by)
    except Refused as refused:
        return issue_answer(409, opened(id), refused.words)
    return there(issues.path_of(id))

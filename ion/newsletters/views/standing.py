"""How an issue stands, as a page: what every deed on it answers with where it is refused."""

from typing import Any

from flask import Response, make_response, render_template, request

from ion.models import Newsletter, NewsletterState
from ion.newsletters.queries import issues
from ion.newsletters.queries.content import hindrances, pieces
from ion.newsletters.queries.issues import note_of
from ion.newsletters.queries.progress import progress, troubles
from ion.newsletters.queries.recipients import Audience, reach
from ion.web.fragments import Fragment, wants_fragment
from ion.web.pagination import PER_PAGE, Page, number_asked, within

progress_page = Fragment("newsletters/progress.html", "progress")
OPEN = (NewsletterState.DRAFT, NewsletterState.SCHEDULED)


def standing(newsletter: Newsletter) -> dict[str, Any]:
    """What stands in the issue, to how many it would go now, and what hinders it: for every page that decides."""
    audience, chosen = Audience.of(newsletter.audience), pieces(newsletter.id)
    now = reach(audience)
    return {
        "newsletter": newsletter,
        "chosen": chosen,
        "audience": audience,
        "reach": now,
        "hindrances": hindrances(newsletter, chosen, now.people),
    }


def issue_answer(status: int, newsletter: Newsletter, problem: str = "") -> Response:
    """What to do with it, while that is open; from then on, how far it has got and what became of it."""
    if newsletter.state not in OPEN:
        return progress_answer(status, newsletter, problem)
    context = standing(newsletter) | {"note": note_of(newsletter), "problem": problem}
    return make_response(render_template("newsletters/show.html", **context), status)


def progress_answer(status: int, newsletter: Newsletter, problem: str = "") -> Response:
    """204 to a poll that has seen as many mails end as have."""
    now = progress(newsletter)
    if wants_fragment() and now.is_running and request.args.get("after") == str(now.ended):
        return make_response("", 204)
    number = within(number_asked(request.args.get("page")), now.troubled)
    rows = troubles(newsletter.id, offset=(number - 1) * PER_PAGE, limit=PER_PAGE) if now.troubled else []
    return progress_page.render(
        status,
        newsletter=newsletter,
        progress=now,
        audience=Audience.of(newsletter.audience),
        page=Page(rows, number, now.troubled, issues.path_of(newsletter.id)),
        problem=problem,
    )

"""The ten partner roles: the index, one role, and where its people are."""

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from ion.base.vocabulary import Term
from ion.base.vocabulary.responsibilities import MINIMUM, RESPONSIBILITIES, is_in_minimum
from ion.base.vocabulary.roles import ROLES
from ion.commons.finding.question import Question
from ion.core.keeping import Kept
from ion.core.organizations import PATH
from ion.directory.queries import everyone, organizations, published, rosters
from ion.directory.views.blueprint import bp
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.login import viewer_scopes

page = Fragment("directory/role.html", "main")
SHOWN = 6


@bp.get("/roles/")
def roles() -> str:
    """The ten roles, and the three partners to begin with."""
    return render_template("directory/roles.html", roles=ROLES.terms, minimum=MINIMUM)


@bp.get("/roles/<key>")
def role(key: str) -> Response:
    """One role: what it takes on, what was published about it, and who has it."""
    term: Term = or_404(ROLES.get(key))
    scopes, source, roster = viewer_scopes(), published.tagged("role", key), rosters.with_role(key)
    question = Question(PATH, facets={"role": (key,)})
    return page.render(
        kept=Kept((*published.TEXTS, "person", "organization"), ("role", key, scopes)),
        role=term,
        responsibilities=RESPONSIBILITIES[key],
        minimum=MINIMUM,
        is_in_minimum=is_in_minimum(key),
        others=[other for other in ROLES.terms if other.key != key],
        shelves=published.shelves(source, scopes),
        webinars=published.webinars(source, scopes, upcoming=False),
        organizations=organizations.rows(question, offset=0, limit=SHOWN),
        organization_total=organizations.all_totals().get("role", {}).get(key, 0),
        organizations_href=question.href,
        people=rosters.cards(roster, scopes),
        people_total=rosters.total(roster, scopes),
        people_href=people_with(key),
    )


@bp.get("/roles/<key>/people")
def role_people(key: str) -> AnyResponse:
    """The list of people of one role stood here."""
    or_404(ROLES.get(key))
    return redirect(people_with(key), 301)


def people_with(role: str) -> str:
    """The list of everyone with one role."""
    return Question(everyone.PATH, facets={"role": (role,)}).href

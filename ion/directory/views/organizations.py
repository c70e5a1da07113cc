"""Organizations: the list, one page, and where the people of one are."""

from dataclasses import replace

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from ion.commons.finding.choices import chips, facet_choices
from ion.commons.finding.question import Question
from ion.core.keeping import Kept
from ion.directory import choices
from ion.directory.policies import may_edit_organizations
from ion.directory.queries import everyone, organizations, published, rosters
from ion.directory.queries.pages import organization_page
from ion.directory.views.blueprint import bp
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.limits import SEARCHES, limiter
from ion.web.login import viewer, viewer_scopes
from ion.web.pagination import PER_PAGE, Page, within

results = Fragment("directory/index.html", "results")
page = Fragment("directory/organization.html", "main")


@bp.get("/directory/")
@limiter.limit(SEARCHES)
def index() -> Response:
    """Organizations by name, narrowed by words, roles, states and sectors."""
    words = choices.facet_words()
    question = choices.question_asked(request.args, words)
    totals = organizations.totals(question)
    facets = facet_choices(question, totals.facets, organizations.offered(), words)
    return results.render(
        query=question.text,
        question=question,
        page=list_page(question, totals.organizations),
        facets=facets,
        chips=chips(question, words),
        clear_href=question.cleared().href,
        heading=choices.heading(question, totals.organizations),
        suggestion=[] if totals.organizations else choices.suggestions(question, found_by),
        may_edit=may_edit_organizations(viewer()),
    )


def found_by(question: Question) -> int:
    """How many organizations a question finds."""
    return organizations.totals(question).organizations


def list_page(question: Question, total: int) -> Page[organizations.OrganizationRow]:
    number = within(question.page, total)
    rows = organizations.rows(question, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return Page(rows, number, total, question.path, question.parameters)


@bp.get("/directory/<slug>")
def organization(slug: str) -> Response:
    """One organization: what it is, who works there, and what they published."""
    found, scopes = or_404(organization_page(slug)), viewer_scopes()
    roster, source = rosters.of_organization(found.id), published.by_people_of(found.id)
    return page.render(
        kept=Kept((*published.TEXTS, "person", "organization"), ("organization", found.id, scopes)),
        organization=found,
        people=[replace(card, organization="") for card in rosters.cards(roster, scopes)],
        people_total=rosters.total(roster, scopes),
        people_href=people_of(found.slug),
        shelves=published.shelves(source, scopes),
        webinars=published.webinars(source, scopes, upcoming=False),
        may_edit=may_edit_organizations(viewer()),
    )


@bp.get("/directory/<slug>/people")
def organization_people(slug: str) -> AnyResponse:
    """The list of people of one organization stood here."""
    found = or_404(organization_page(slug))
    return redirect(people_of(found.slug), 301)


def people_of(slug: str) -> str:
    """The list of everyone of one organization."""
    return Question(everyone.PATH, facets={everyone.ORGANIZATION: (slug,)}).href

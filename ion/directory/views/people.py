"""The list of people, the page of each, and feeds of what they write."""

from flask import Response, request

from ion.commons.finding.choices import chips
from ion.commons.finding.question import Question
from ion.core.access import PUBLIC
from ion.directory import choices
from ion.directory.queries import everyone
from ion.directory.queries.everyone_rows import PersonRow, person_rows
from ion.directory.queries.feeds import FeedRow, feed_rows, open_name
from ion.directory.queries.person import person_page
from ion.directory.queries.written import written_rows, written_total
from ion.directory.views.blueprint import bp
from ion.web.feeds import Entry, Feed, atom_of
from ion.web.fragments import Fragment
from ion.web.guards import or_404
from ion.web.limits import SEARCHES, limiter
from ion.web.login import viewer, viewer_scopes
from ion.web.pagination import PER_PAGE as PEOPLE_PER_PAGE
from ion.web.pagination import Page, number_asked, within

results = Fragment("directory/people.html", "results")
page = Fragment("directory/person.html", "main")
PER_PAGE = 10
LARGEST = 2**31 - 1
SEEN_BY = {
    "public": "Everyone can see this page.",
    "members": "Members of ION can see this page. Visitors cannot.",
    "staff": "Only you and ION staff can see this page.",
}


@bp.get("/people/")
@limiter.limit(SEARCHES)
def people() -> Response:
    """Everyone whom the reader may see, narrowed by words, places, roles, topics, workplaces and organizations."""
    scopes = viewer_scopes()
    words = choices.people_words(choices.slugs_asked(request.args))
    question = choices.question_asked(request.args, words, everyone.PATH)
    totals = everyone.totals(question, scopes)
    facets = choices.people_facets(question, totals.facets, scopes)
    return results.render(
        query=question.text,
        question=question,
        page=people_page(question, scopes, totals.people),
        facets=facets,
        chips=chips(question, words),
        clear_href=question.cleared().href,
        heading=choices.people_heading(question, totals.people),
        suggestion=[] if totals.people else choices.suggestions(question, lambda q: found_by(q, scopes)),
    )


def people_page(question: Question, scopes: frozenset[str], total: int) -> Page[PersonRow]:
    number = within(question.page, total)
    rows = person_rows(question, scopes, offset=(number - 1) * PEOPLE_PER_PAGE, limit=PEOPLE_PER_PAGE)
    return Page(rows, number, total, question.path, question.parameters)


def found_by(question: Question, scopes: frozenset[str]) -> int:
    """How many people a question finds."""
    return everyone.totals(question, scopes).people


@bp.get(f"/people/<int(max={LARGEST}):id>")
def person(id: int) -> Response:
    """One person, and what they wrote."""
    who, scopes = viewer(), viewer_scopes()
    is_own = who is not None and who.person_id == id
    shown = or_404(person_page(id, scopes, own=id if is_own else 0))
    total = written_total(id, scopes)
    number = within(number_asked(request.args.get("page")), total, PER_PAGE)
    written = written_rows(id, scopes, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return page.render(
        person=shown,
        is_own=is_own,
        seen_by=SEEN_BY.get(shown.audience, SEEN_BY["staff"]),
        page=Page(written, number, total, shown.path, per_page=PER_PAGE),
    )


@bp.get(f"/people/<int(max={LARGEST}):id>/feed.atom")
def person_feed(id: int) -> Response:
    """The newest that one person wrote or presents for everyone, as Atom; 404 where the page is not open to all."""
    everyone = frozenset({PUBLIC})
    name, path = or_404(open_name(id, everyone))
    entries = [entry(row) for row in feed_rows(id, everyone)]
    return atom_of(Feed(name, path, f"{path}/feed.atom", entries))


def entry(row: FeedRow) -> Entry:
    return Entry(
        kind=row.kind,
        id=row.id,
        path=row.path,
        title=row.title,
        summary=row.summary,
        html=row.html,
        published_at=row.published_at,
        updated_at=row.updated_at,
        authors=row.authors,
        categories=row.topics,
        corrections=row.corrections,
        is_sample=row.is_sample,
    )

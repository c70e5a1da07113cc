"""The front page of mentoring, the list of mentors, and how matching works."""

from typing import Any

from flask import Response, render_template, request

from ion.commons.finding.choices import chips
from ion.commons.finding.question import Question
from ion.core import site_settings
from ion.core.access import Viewer
from ion.core.mentoring import EXPIRES_AFTER, NUDGED_AFTER, weights
from ion.mentoring import choices
from ion.mentoring.examples import examples
from ion.mentoring.queries import front, mentors, mine, needs, requests
from ion.mentoring.queries.cards import MentorCard, cards
from ion.mentoring.queries.exposure import SHOWN_FOR_EACH_OPENING
from ion.mentoring.queries.profiles import mentoring_of
from ion.mentoring.views.blueprint import bp
from ion.web.fragments import Fragment
from ion.web.guards import member, member_only
from ion.web.limits import SEARCHES, limiter
from ion.web.login import viewer, viewer_scopes
from ion.web.pagination import Page, within

results = Fragment("mentoring/mentors.html", "results")
TOPICS_SHOWN = 12


@bp.get("/")
def index() -> str:
    """What mentoring is and what is offered now; for members, what of it is their own."""
    who = viewer()
    return render_template(
        "mentoring/index.html",
        offer=front.offer(),
        topics_shown=TOPICS_SHOWN,
        **(for_member(who) if who else {"named": front.named(), "cohorts": mine.cohorts(0)}),
    )


def for_member(who: Viewer) -> dict[str, Any]:
    mentoring = mentoring_of(who.person_id)
    is_mentor = mentoring is not None and not mentoring.has_ended
    own = cards([who.person_id], viewer_scopes() | {"staff"}) if is_mentor else {}
    return {
        "needs": needs.own(who.person_id),
        "waiting": requests.waiting(who.person_id) if mentoring else [],
        "mentorships": mine.own_mentorships(who.person_id),
        "cohorts": mine.cohorts(who.person_id),
        "mentoring": mentoring if is_mentor else None,
        "card": own.get(who.person_id),
    }


@bp.get("/mentors")
@member_only
@limiter.limit(SEARCHES)
def list_mentors() -> Response:
    """Every mentor whom the reader may see, those who can be asked now first."""
    by = mentors.reader(member().person_id, viewer_scopes())
    question = choices.question_asked(request.args)
    totals = mentors.totals(question, by)
    page = page_of(question, by, totals.mentors)
    return results.render(
        query=question.text,
        question=question,
        page=page,
        open_now=mentors.open_among([card.id for card in page.items], by),
        facets=choices.facets(question, totals.facets, by),
        chips=chips(question, choices.words()),
        clear_href=question.cleared().href,
        heading=choices.heading(question, totals.mentors),
        suggestion=[] if totals.mentors else choices.suggestions(question, lambda q: number_of(q, by)),
    )


def page_of(question: Question, by: mentors.Reader, total: int) -> Page[MentorCard]:
    number = within(question.page, total)
    page: Page[MentorCard] = Page([], number, total, question.path, question.parameters)
    ids = mentors.ids(question, by, offset=(number - 1) * page.per_page, limit=page.per_page)
    return Page([*cards(ids, by.scopes).values()], number, total, question.path, question.parameters)


def number_of(question: Question, by: mentors.Reader) -> int:
    """How many mentors a question finds."""
    return mentors.totals(question, by).mentors


@bp.get("/how")
def how() -> str:
    """How matching works: the weights that count now, and examples worked out by the code that matches."""
    return render_template(
        "mentoring/how.html",
        weights=weights(),
        examples=examples(),
        shown_for_each=SHOWN_FOR_EACH_OPENING,
        nudged_after=site_settings.value(NUDGED_AFTER),
        expires_after=site_settings.value(EXPIRES_AFTER),
    )

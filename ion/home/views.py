"""The front page: one for visitors, another for members; and what search engines ask a site for first."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template

from ion.blog.queries import Filter, remembered_rows
from ion.core.access import Viewer
from ion.core.unit_of_work import unit_of_work
from ion.directory.queries.people import QUESTIONS, worth_a_conversation
from ion.home import services
from ion.home.queries import dates as to_come
from ion.home.queries import member as own
from ion.home.queries import news, sitemap, visitor, work
from ion.home.queries.letters import letters
from ion.home.queries.mentoring import mentoring_tasks
from ion.library.queries import PATH
from ion.models import Grant
from ion.web.choices import Choice
from ion.web.guards import member, member_only, or_404
from ion.web.login import viewer, viewer_scopes

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> str:
    """What ION is, for visitors; what concerns them, for members."""
    who = viewer()
    if who is None:
        return render_template("home/index.html", **for_visitors())
    return render_template("home/member.html", **for_members(who))


def for_visitors() -> dict[str, Any]:
    scopes = viewer_scopes()
    totals = visitor.library_totals(scopes)
    topics = [
        Choice(key, label, f"{PATH}?topic={key}", n) for key, label, n in visitor.leading_topics(totals)
    ]
    return {
        "topics": topics,
        "total_practices": totals.practices,
        "practices": visitor.practice_cards(scopes),
        "posts": remembered_rows(Filter(scopes), offset=0, limit=visitor.SHOWN),
        "next_webinar": to_come.next_webinar(scopes),
        "helpers": visitor.who_could_help(scopes),
    }


def for_members(who: Viewer) -> dict[str, Any]:
    scopes = viewer_scopes()
    left, cares = own.left_behind(who.id), news.interests(who.id, who.person_id)
    since, is_last_visit = news.window(left.before)
    found = news.news(cares, since, who.person_id, scopes)
    if is_last_visit and not found:
        since, is_last_visit = news.window(None)
        found = news.news(cares, since, who.person_id, scopes)
    dates = to_come.dates(who.id, scopes)
    state = next((key for facet, key in sorted(cares.own) if facet == "state"), "")
    return {
        "desk": own.desk(who.id) if who.is_staff else None,
        "may_edit": bool(who.grants & {Grant.EDITOR, Grant.ADMIN}),
        "may_match": bool(who.grants & {Grant.FACILITATOR, Grant.ADMIN}),
        "needs": [date for date in dates if date.moved_up or (date.why and date.is_within_a_day)],
        "letters": letters(who.id),
        "tasks": mentoring_tasks(who.person_id) + (work.editor_tasks(who.id) if who.is_editor else []),
        "unsure": work.unsure(who.person_id, scopes),
        "searches": left.searches,
        "dates": dates,
        "news": found,
        "is_since_last_visit": is_last_visit,
        "people": worth_a_conversation(who.person_id, scopes),
        "state": own.state_in_brief(state, scopes) if state else None,
        "announcement": own.announcement(left.put_away, scopes),
        "missing": [question for question, facet in QUESTIONS if facet not in cares.told],
    }


@bp.post("/home/announcements/<int:item_id>/put-away")
@member_only
def put_away(item_id: int) -> Response:
    """Do not show this announcement again."""
    with unit_of_work():
        services.put_away(member().id, item_id)
    return redirect("/", 303)  # type: ignore[return-value]


@bp.post("/home/searches/forget")
@member_only
def forget_searches() -> Response:
    """Forget what the reader searched for."""
    with unit_of_work():
        services.forget_searches(member().id)
    return redirect("/", 303)  # type: ignore[return-value]


@bp.get("/sitemap.xml")
def sitemap_xml() -> Response:
    """All public pages; a list of several such files where they are many."""
    places = sitemap.places()
    files = sitemap.files(places)
    if files > 1:
        return as_xml(render_template("home/sitemap_index.xml", files=files))
    return as_xml(render_template("home/sitemap.xml", places=places))


@bp.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """One of several files that list the public pages."""
    return as_xml(render_template("home/sitemap.xml", places=or_404(sitemap.part(number))))


def as_xml(text: str) -> Response:
    response = make_response(text)
    response.content_type = "application/xml; charset=utf-8"
    return response


@bp.get("/robots.txt")
def robots() -> Response:
    """What search engines may look at: all but what is somebody's own, and pages without end."""
    response = make_response(render_template("home/robots.txt"))
    response.content_type = "text/plain; charset=utf-8"
    return response

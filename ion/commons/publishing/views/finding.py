"""Beside the form: a person to name in the byline, and where the links of the text lead."""

from dataclasses import dataclass

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ion.commons.publishing.links import Leads, Link, links_of
from ion.commons.publishing.queries.copies import kept_copy
from ion.commons.publishing.queries.history import told
from ion.commons.publishing.queries.links import Checked, checked, kept_paths, must_be_kept
from ion.commons.publishing.queries.people import people_called
from ion.commons.publishing.queries.working import Working
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import about, opened
from ion.core.times import us_date
from ion.models import Grant
from ion.web.fragments import Fragment
from ion.web.guards import granted, member

people = Fragment("publishing/people.html", "people")
link_list = Fragment("publishing/links.html", "links")


@bp.get("/staff/publishing/people")
@granted(Grant.EDITOR)
def find_people() -> Response:
    """Persons whose name holds the words, as lines for the byline."""
    words = " ".join(request.args.get("q", "").replace("\x00", "").split())[:100]
    return people.render(query=words, found=people_called(words))


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of one link; `is_good` is None where nobody knows."""

    href: str
    words: str
    verdict: str
    is_good: bool | None


@bp.get("/staff/publishing/<int:item_id>/links")
@granted(Grant.EDITOR)
def check_links(item_id: int) -> Response:
    """Where every link of the text leads: what was typed and not saved, where there is such a text."""
    found = opened(item_id)
    copy = kept_copy(item_id, member().id)
    found_links = links_of(
        texts(found, copy.fields if copy else {}), current_app.extensions["ion.site"].public_url
    )
    lines = judged(found_links)
    bad = [line for line in lines if line.is_good is False]
    return link_list.render(lines=sorted(lines, key=rank), bad=len(bad), unsaved=copy, **about(found))


def texts(found: Working, typed: dict[str, list[str]]) -> list[str]:
    """The texts of a page: the long one as typed where it was, and the room's parts as saved."""
    whole = [part.text for part in told(found.kind, found.content) if part.label != "Text"]
    return [next(iter(typed.get("markdown", ())), found.content["markdown"]), *whole]


def rank(line: Line) -> int:
    return {False: 0, None: 1, True: 2}[line.is_good]


def judged(found: list[Link]) -> list[Line]:
    kept = kept_paths({link.path for link in found if link.leads is Leads.HERE})
    outside = checked({link.href for link in found if link.leads is Leads.OUT})
    return [line_of(link, kept, outside.get(link.href)) for link in found]


def line_of(link: Link, kept: set[str], asked: Checked | None) -> Line:
    words, is_good = link.why, False
    if link.leads is Leads.HERE:
        is_good = link.path in kept or is_route(link.path)
        words = "A page of this site." if is_good else "Nothing is published at this address."
    elif link.leads in (Leads.PLACE, Leads.MAIL):
        words, is_good = "A heading of this text." if link.leads is Leads.PLACE else "An email address.", True
    elif link.leads is Leads.OUT:
        return outside_line(link, asked)
    return Line(link.href, link.words, words, is_good)


def outside_line(link: Link, asked: Checked | None) -> Line:
    if asked is None:
        words = "Another site, not checked yet: the links of what is published are checked every week."
        return Line(link.href, link.words, words, None)
    if asked.problem:
        return Line(link.href, link.words, f"On {us_date(asked.at)}: {asked.problem}", False)
    return Line(link.href, link.words, f"Another site; it answered on {us_date(asked.at)}.", True)


def is_route(path: str) -> bool:
    """Whether the site has a page at a path, as far as that can be said without opening it."""
    try:
        rule, _ = current_app.url_map.bind("").match(path, method="GET", return_rule=True)
    except RequestRedirect:
        return True
    except HTTPException:
        return path.startswith("/static/")
    return not (rule.arguments and must_be_kept(path) and "/" not in path.split("/", 2)[2])

"""A page of people who belong together; how it is answered is the same for every roster."""

from collections.abc import Sequence

from flask import Response, request

from ion.directory.queries import rosters
from ion.directory.queries.rosters import Roster
from ion.web.fragments import Fragment
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, number_asked, within

people = Fragment("directory/roster.html", "people")


def answer_roster(
    roster: Roster,
    *,
    path: str,
    heading: str,
    trail: Sequence[tuple[str, str]],
    parameters: tuple[tuple[str, str], ...] = (),
    is_sample: bool = False,
) -> Response:
    """The people of a roster whom the viewer may see, by name, page by page; `trail` leads down to this page."""
    scopes = viewer_scopes()
    total = rosters.total(roster, scopes)
    number = within(number_asked(request.args.get("page")), total)
    cards = rosters.cards(roster, scopes, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    page = Page(cards, number, total, path, parameters)
    return people.render(page=page, heading=heading, trail=trail, is_sample=is_sample)

"""Lists of questions that wait: ION staff's across all items, and each owner's own."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template, request

from ion.commons.questions.queries import desk
from ion.commons.questions.queries.desk import PATH, Which
from ion.commons.questions.views.blueprint import bp
from ion.core.access import scopes
from ion.models.user import STAFF
from ion.web.choices import Choice
from ion.web.guards import granted, member, member_only
from ion.web.pagination import PER_PAGE, Page, number_asked, within

LABELS = {
    Which.HELD: "Held",
    Which.OPEN: "Open",
    Which.NOBODY: "Nobody looks after",
    Which.MINE: "Yours",
}
OWN = "/questions/mine"


FIRST = (Which.HELD, Which.NOBODY, Which.OPEN)
"""What is listed where nothing was chosen: the first of these that holds something."""


def which_asked(totals: Mapping[Which, int]) -> Which:
    asked = request.args.get("show", "")
    if asked in list(LABELS):
        return Which(asked)
    return next((each for each in FIRST if totals[each]), Which.HELD)


def href(which: Which) -> str:
    return f"{PATH}?show={which}"


@bp.get(PATH)
@granted(*STAFF)
def waiting() -> str:
    """Questions that are held or open, of every item, the oldest first."""
    who = member()
    totals = desk.totals(who.id)
    which = which_asked(totals)
    number = within(number_asked(request.args.get("page")), totals[which])
    rows = desk.rows(which, who.id, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = (("show", str(which)),)
    return render_template(
        "questions/desk.html",
        page=Page(rows, number, totals[which], PATH, parameters),
        which=which,
        choices=[
            Choice(each, label, href(each), totals[each], each is which) for each, label in LABELS.items()
        ],
    )


@bp.get(OWN)
@member_only
def mine() -> Response:
    """The questions that this member looks after, the oldest first."""
    who = member()
    held: dict[str, Any] = {"scopes": scopes(who)}
    total = desk.totals(who.id, **held)[Which.MINE]
    number = within(number_asked(request.args.get("page")), total)
    rows = desk.rows(Which.MINE, who.id, offset=(number - 1) * PER_PAGE, limit=PER_PAGE, **held)
    return make_response(render_template("questions/mine.html", page=Page(rows, number, total, OWN)))

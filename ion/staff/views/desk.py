"""The desk, where ION staff begin: every item on its way to readers, and every page of theirs."""

from typing import Any

from flask import current_app, render_template, request
from werkzeug.exceptions import HTTPException

from ion.commons.publishing.choices import EMPTY, PATH, DeskChoices, beginnings, filter_asked, kind_label
from ion.commons.publishing.queries import desk
from ion.commons.publishing.queries.desk import DeskRow
from ion.commons.publishing.telling import next_words, state_words
from ion.core.access import Viewer
from ion.models.user import STAFF
from ion.staff import queries
from ion.staff.choices import DOORS, doors
from ion.staff.views.blueprint import bp
from ion.web.guards import granted, member
from ion.web.pagination import PER_PAGE, Page, number_asked, within


@bp.get(PATH)
@granted(*STAFF)
def index() -> str:
    """The desk; who does not edit sees the pages for them alone."""
    who = member()
    context: dict[str, Any] = listed(who) if who.is_editor else {"page": None}
    open_doors = list(doors(who, standing(), queries.waiting(who.id)))
    return render_template("staff/index.html", doors=open_doors, **context)


def standing() -> frozenset[str]:
    """Those of the pages of ION staff that this site has."""
    adapter = current_app.url_map.bind("")

    def stands(path: str) -> bool:
        try:
            return bool(adapter.match(path, method="GET"))
        except HTTPException:
            return False

    return frozenset(door.path for door in DOORS if stands(door.path))


def listed(who: Viewer) -> dict[str, Any]:
    """The list that the address asks for, and the choices around it."""
    chosen = filter_asked(request.args, who.id)
    choices, counts = DeskChoices(chosen), desk.counts(chosen)
    number = within(number_asked(request.args.get("page")), counts[chosen.tab])
    rows = desk.rows(chosen, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return {
        "page": Page(rows, number, counts[chosen.tab], PATH, choices.parameters),
        "words": {row.id: said(row, who.zone) for row in rows},
        "tabs": choices.tabs(counts),
        "kinds": choices.kinds(),
        "chosen": chosen,
        "beginnings": beginnings(),
        "empty": EMPTY[chosen.tab],
    }


def said(row: DeskRow, zone: str) -> dict[str, str]:
    """A row in words: its kind, where it stands, what comes next."""
    return {
        "kind": kind_label(row.kind).capitalize(),
        "state": state_words(row, zone, row.asked_by),
        "next": next_words(row, zone),
    }

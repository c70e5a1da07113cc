"""Stale content: what nobody looked at for long, to confirm, rewrite or archive."""

from collections.abc import Callable
from typing import Any

from flask import Response, request

from ion.core import site_settings
from ion.core.ports.subjects import SUBJECTS
from ion.core.site_settings import STALE_AFTER
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.upkeep.queries import stale as queries
from ion.upkeep.queries.stale import KINDS, PATH
from ion.upkeep.services import stale as services
from ion.upkeep.services.refusing import Refused
from ion.upkeep.views.blueprint import bp
from ion.web.choices import Choice
from ion.web.fragments import Fragment
from ion.web.guards import granted, member
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within

stale_list = Fragment("upkeep/stale.html", "stale")


@bp.get(PATH)
@granted(Grant.EDITOR)
def stale() -> Response:
    """Stale items, the longest unseen first."""
    return stale_list.render(**context())


def context(problem: str = "") -> dict[str, Any]:
    asked = request.values.get("kind", "")
    kind, scopes = asked if asked in KINDS else "", viewer_scopes()
    totals = queries.totals(scopes)
    total = totals.get(kind, 0) if kind else sum(totals.values())
    number = within(number_asked(request.values.get("page")), total)
    rows = queries.rows(scopes, kind, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = (("kind", kind),) if kind else ()
    return {
        "page": Page(rows, number, total, PATH, parameters),
        "kinds": kind_choices(totals, kind),
        "kind": kind,
        "days": site_settings.value(STALE_AFTER),
        "problem": problem,
    }


def kind_choices(totals: dict[str, int], chosen: str) -> list[Choice]:
    """A link for every kind that has something stale, after one for all."""
    every = Choice("", "Everything", PATH, sum(totals.values()), not chosen)
    return [every] + [
        Choice(kind, SUBJECTS[kind].plural.capitalize(), address(PATH, [("kind", kind)]), n, kind == chosen)
        for kind, n in totals.items()
    ]


@bp.post(f"{PATH}/<int:item_id>/confirm")
@granted(Grant.EDITOR)
def confirm_current(item_id: int) -> Response:
    """Say that an item still holds."""
    return decided(item_id, services.confirm_current)


@bp.post(f"{PATH}/<int:item_id>/archive")
@granted(Grant.EDITOR)
def archive(item_id: int) -> Response:
    """Take an item out of lists and default search."""
    return decided(item_id, services.archive)


def decided(item_id: int, deed: Callable[..., object]) -> Response:
    """The list anew after a deed, or with the reason why it was not done."""
    user_id = member().id
    try:
        with unit_of_work():
            deed(item_id, user_id=user_id)
    except Refused as reason:
        return stale_list.render(409, **context(str(reason)))
    shown = context()
    page = shown["page"]
    assert isinstance(page, Page)
    return stale_list.done(page.href(page.number), "stale-changed", **shown)

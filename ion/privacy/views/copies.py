"""A copy of one's own data: what it holds, asking for it, downloading it."""

from flask import Response

from ion.core.unit_of_work import unit_of_work
from ion.privacy.queries.copies import copies, may_ask_at
from ion.privacy.services import copying
from ion.privacy.services.refusals import TooSoon
from ion.privacy.views.blueprint import bp, page, said
from ion.web.guards import member

PATH = "/account/data"


@bp.get(PATH)
def own_data() -> Response:
    """What a copy holds, and those that are there."""
    who = member()
    return page("privacy/data.html", copies=copies(who.id), again_at=may_ask_at(who.id))


@bp.post(PATH)
def ask_data() -> Response:
    """Ask for a copy; the worker makes it."""
    who = member()
    try:
        with unit_of_work():
            copying.ask(who.id)
    except TooSoon as refused:
        return page(
            "privacy/data.html",
            409,
            copies=copies(who.id),
            again_at=may_ask_at(who.id),
            refused=refused.words,
        )
    return said("We are making your copy. A mail tells you when it is there.", PATH)

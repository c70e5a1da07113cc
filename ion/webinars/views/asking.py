"""What an address asks of the lists of webinars, and in which zone its reader lives."""

from zoneinfo import ZoneInfo

from flask import request

from ion.base.vocabulary.zones import is_zone
from ion.core.labels import facet_labels
from ion.web.login import viewer, viewer_scopes
from ion.webinars import queries
from ion.webinars.queries import PAST, UPCOMING, Filter

LONGEST_SERIES = 120


def filter_asked() -> Filter:
    """The filter that the address states; what does not exist is ignored."""
    asked = request.args
    chosen = {facet: asked.get(facet, "") for facet in queries.FACETS}
    known = {facet: key if key in facet_labels(facet) else "" for facet, key in chosen.items()}
    return Filter(
        scopes=viewer_scopes(),
        when=PAST if asked.get("when") == PAST else UPCOMING,
        series=" ".join(asked.get("series", "").replace("\x00", " ").split())[:LONGEST_SERIES],
        recorded=asked.get("recorded") == "1",
        archived=asked.get("archived") == "1",
        **known,
    )


def own_zone() -> ZoneInfo | None:
    """The zone that the reader chose, or None."""
    who = viewer()
    return ZoneInfo(who.zone) if who and is_zone(who.zone) else None

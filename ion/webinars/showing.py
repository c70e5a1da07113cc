"""The page of a webinar as everyone who may see it gets it, a preview of it too."""

from typing import Any
from zoneinfo import ZoneInfo

from ion.commons.finding.queries import offered
from ion.core.keeping import Kept
from ion.core.related import SHOWN_KINDS, related_to
from ion.webinars.agenda import PARTS
from ion.webinars.queries import KIND, KINDS, Label, WebinarPage, webinar_page
from ion.webinars.timetable import timetable

TEMPLATE = "webinars/show.html"
SHOWN = tuple(dict.fromkeys((*KINDS, *SHOWN_KINDS)))
"""Kinds whose changes show on the page of a webinar."""


def shown(slug: str, scopes: frozenset[str], zone: ZoneInfo | None = None) -> dict[str, Any] | None:
    """What the template needs for a reader with these scopes in a zone (None: not known); None where there is no page.

    What belongs to one reader alone (registration, wishes) is not in it.
    """
    webinar = webinar_page(slug, scopes)
    if webinar is None:
        return None
    name = ("webinar", webinar.id, scopes, webinar.phase, zone.key if zone else "")
    return {
        "webinar": webinar,
        "zone": zone,
        "timetable": timetable(webinar.agenda, webinar.times, zone, PARTS),
        "related": related_to(KIND, webinar.id, scopes),
        "shelves": shelves(webinar, scopes),
        "kept": Kept(SHOWN, name),
    }


def shelves(webinar: WebinarPage, scopes: frozenset[str]) -> list[Label]:
    """Where the practice library has something on the webinar's topics."""
    filled = offered(("practice",), ("topic",), scopes)["topic"]
    return [
        Label(topic.label, f"/practices/?topic={key}")
        for key, topic in zip(webinar.topic_keys, webinar.topics, strict=True)
        if key in filled
    ]

"""Counting a view after the answer has gone out: once per visitor and day, neither staff nor robots."""

import hashlib
import hmac
import re

from flask import Response, current_app, g, request

from ion.core import clock, sightings
from ion.web.afterwards import afterwards
from ion.web.login import viewer

ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|headless|scan|fetch", re.I)


def visitor_today() -> str:
    """A keyed hash of address and browser that changes every day: it cannot be turned back or followed."""
    day = clock.now().date().isoformat()
    seen = "\x00".join([day, request.remote_addr or "", request.headers.get("User-Agent", "")])
    return hmac.new(
        str(current_app.config["SECRET_KEY"]).encode(), seen.encode(), hashlib.sha256
    ).hexdigest()[:32]


def is_counted() -> bool:
    agent = request.headers.get("User-Agent", "")
    who = viewer()
    return bool(agent) and not ROBOT.search(agent) and not (who and who.is_staff) and request.method == "GET"


def saw(item_id: int) -> None:
    """Say that this answer shows an item, or what hangs on it, to whoever reads it."""
    g.item_seen = item_id


def item_seen() -> int:
    """The item that this answer shows; 0 for none."""
    id: int = g.get("item_seen", 0)
    return id


def count_view(response: Response, item_id: int) -> Response:
    """Count a view of the item once this answer has been sent; a failure is logged, never shown."""
    saw(item_id)
    if not is_counted():
        return response
    visitor, day = visitor_today(), clock.now().date()
    if sightings.seen.get((day, item_id, visitor)):
        return response
    return afterwards(response, "view not counted", lambda: sightings.viewed(item_id, visitor, day))


def note_search(response: Response, words: str, address: str) -> Response:
    """Remember what a member searched for, for that member alone, once this answer has been sent."""
    who = viewer()
    if who is None or not words or sightings.seen.get(("searched", who.id, words, address)):
        return response
    return afterwards(response, "search not noted", lambda: sightings.searched(who.id, words, address))

"""What the pages of one item share: the item or 404, the way back, and a step that a rule may refuse."""

from typing import Any

from flask import Response, abort, make_response, redirect, url_for

from ion.commons.publishing.choices import kind_label
from ion.commons.publishing.editors import EDITORS, Editor
from ion.commons.publishing.queries.working import Working, name_of, working
from ion.commons.publishing.telling import next_words, state_words
from ion.web.guards import member, or_404


def opened(item_id: int) -> Working:
    """The item as editors see it; 404 for an id that is none, and for a kind without a page of writing."""
    found = or_404(working(item_id))
    if found.kind not in EDITORS:
        abort(404)
    return found


def editor_of(found: Working) -> Editor:
    return EDITORS[found.kind]


def about(found: Working) -> dict[str, Any]:
    """What the head of every page of an item says."""
    zone = member().zone
    return {
        "item": found,
        "kind_label": kind_label(found.kind),
        "state_words": state_words(found, zone, name_of(found.asked_by_id)),
        "next_words": next_words(found, zone),
    }


def back_to(endpoint: str, **values: Any) -> Response:
    """On to a page of publishing, after a POST."""
    return make_response(redirect(url_for(f"publishing.{endpoint}", **values), 303))


def number_in(text: str) -> int:
    """The number of a version that an address names; 0 for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0

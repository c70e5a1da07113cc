"""The one mail: which of the notices due are still news, and what is said about the first few of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ion.core import items
from ion.core.access import PUBLIC
from ion.notifications import queries
from ion.notifications.preferences import channel_of
from ion.notifications.queries import Addressee, Told
from ion.notifications.rules import BY_KIND
from ion.notifications.schedule import STALE, Channel, zone_of

DIGEST = "notifications/digest"
MOST = 7
"""How many things a mail names; of the others it says how many there are."""


def news(taken: Sequence[Any], addressee: Addressee, at: datetime) -> list[Told]:
    """What is worth a mail, newest first: unread, of the last days, current, to be seen, of a kind still wanted."""
    wanted = [
        row
        for row in taken
        if row.read_at is None
        and row.created_at > at - STALE
        and row.kind in BY_KIND
        and channel_of(addressee.preferences, BY_KIND[row.kind]) is not Channel.OFF
    ]
    told = queries.told_of(wanted, addressee.viewer)
    current = [
        each for each in told if each.subject and not each.subject.is_archived and not each.subject.is_over
    ]
    return sorted(current, key=lambda each: (each.at, each.id), reverse=True)


def digest(told: Sequence[Told], zone: str) -> dict[str, Any]:
    """What the mail's template needs. What everyone may read is linked to itself, so that nobody must sign in."""
    shown = [(each, each.subject) for each in told[:MOST] if each.subject]
    named = {subject.item_id for _, subject in shown if subject.item_id}
    open_to_all = items.subjects(named, frozenset({PUBLIC}))
    return {
        "lines": [
            {
                "title": subject.title,
                "path": subject.path if subject.item_id in open_to_all else f"{queries.PATH}/{each.id}",
                "label": each.label,
                "noun": subject.noun,
                "why": subject.why or each.why,
                "at": each.at.isoformat(),
                "is_sample": subject.is_sample,
            }
            for each, subject in shown
        ],
        "count": len(told),
        "more": len(told) - len(shown),
        "zone": zone_of(zone).key,
        "path": queries.PATH,
    }

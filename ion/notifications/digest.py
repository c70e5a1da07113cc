"""The one mail: which of the notices due are still news, and what is said about the first few of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ion.commons.mailing.services import Link
from ion.commons.reactions.queries import Followed
from ion.commons.reactions.services import UNFOLLOW, UNFOLLOW_PATH
from ion.core import items
from ion.core.access import PUBLIC
from ion.notifications import queries
from ion.notifications.preferences import channel_of
from ion.notifications.queries import Addressee, Row, Told
from ion.notifications.reasons import still_followed
from ion.notifications.rules import BY_KIND
from ion.notifications.schedule import STALE, Channel, zone_of

DIGEST = "notifications/digest"
MOST = 7
"""How many things a mail names; of the others it says how many there are."""
SAID = (".”", "?”", "!”", "…”", "?", "!")
STOPS_FOR = timedelta(days=400)
"""How long a link in a mail stops following."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a mail names. `things` are what it is about, as (kind, id); `item_id` is the item that everyone
    who may see it may open at `path`, else 0; `otherwise` is where all others are led, who must sign in first."""

    title: str
    path: str
    otherwise: str
    item_id: int
    label: str
    why: str
    noun: str
    at: datetime
    is_sample: bool
    things: frozenset[tuple[str, int]]
    starts_at: datetime | None = None
    follow: Followed | None = None


def news(taken: Sequence[Any], addressee: Addressee, at: datetime) -> list[Told]:
    """What is worth a mail, newest first: unread, of the last days, current, to be seen, of a kind still wanted, and
    for a reason that still holds."""
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
    wanted_still = still_followed(current, addressee.viewer)
    return sorted(wanted_still, key=lambda each: (each.at, each.id), reverse=True)


def line_of(row: Row) -> Line:
    """What a mail says about notices that can all be seen."""
    latest, subject = row.latest, row.latest.subject
    assert subject
    return Line(
        title=subject.title,
        path=subject.path,
        otherwise=f"{queries.PATH}/{latest.id}",
        item_id=subject.item_id,
        label=row.label,
        why=row.why,
        noun=subject.noun,
        at=latest.at,
        is_sample=subject.is_sample,
        things=frozenset(each.thing[:2] for each in row.told),
        follow=latest.follow,
    )


def digest(told: Sequence[Told], addressee: Addressee) -> tuple[dict[str, Any], list[Followed]]:
    """What the mail's template needs, and what its reader can stop following."""
    rows = queries.folded(told)
    lines = [line_of(row) for row in rows[:MOST]]
    written, things = written_lines(lines)
    context = {
        "lines": written,
        "count": len(rows),
        "more": len(rows) - len(lines),
        "zone": zone_of(addressee.zone).key,
        "path": queries.PATH,
    }
    return context, things


def written_lines(lines: Sequence[Line]) -> tuple[list[dict[str, Any]], list[Followed]]:
    """The lines as templates need them, and what each `stop` of them counts in.

    What everyone may read is linked to itself, so that nobody must sign in.
    """
    open_to_all = items.subjects({line.item_id for line in lines if line.item_id}, frozenset({PUBLIC}))
    things = list(dict.fromkeys(line.follow for line in lines if line.follow))
    written = [
        {
            "title": line.title,
            "path": line.path if line.item_id in open_to_all else line.otherwise,
            "label": line.label,
            "noun": line.noun,
            "why": line.why,
            "said": sentences(line.label, line.why),
            "at": line.at.isoformat(),
            "starts_at": line.starts_at.isoformat() if line.starts_at else "",
            "is_sample": line.is_sample,
            "follow": line.follow.name if line.follow else "",
            "stop": things.index(line.follow) if line.follow else 0,
        }
        for line in lines
    ]
    return written, things


def sentences(label: str, why: str) -> str:
    """A label and a reason as sentences; one that ends with what somebody said has its full stop there."""
    return " ".join(part if part.endswith(SAID) else f"{part}." for part in (label, why) if part)


def stop_link(user_id: int, things: Sequence[Followed]) -> Link | None:
    """The link that follows one of these things no more, by its number; nothing to stop, no link."""
    if not things:
        return None
    return Link(
        UNFOLLOW,
        f"{UNFOLLOW_PATH}{{token}}",
        STOPS_FOR,
        kind="user",
        id=user_id,
        payload={"things": [[thing.kind, thing.key, thing.name] for thing in things]},
        uses=None,
    )

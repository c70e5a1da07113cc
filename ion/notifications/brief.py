"""What the Monday brief says: at most a few lines, each with the reason why its reader is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from ion.commons.reactions.queries import Followed, names
from ion.core import items
from ion.core.access import scopes
from ion.core.labels import label
from ion.core.ports.subjects import SUBJECTS, Subject
from ion.notifications import queries
from ion.notifications.digest import MOST, Line, line_of, written_lines
from ion.notifications.queries import Addressee, Candidate, Reader, Told
from ion.notifications.queries.fresh import CLOSENESS
from ion.notifications.schedule import zone_of

BRIEF_MAIL = "notifications/brief"
OWN_WORDS = {"topic": "Your topic", "role": "Your partner role", "state": "Your state"}
NEW, COMING = "New", "Coming"
FOLLOWED, OWN = 3, 2
LOOKED_AT = 30
"""The best offers; some of them the reader may not see, or has just been told of."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What an offer has to do with somebody: something they follow, or a facet value of their own."""

    kind: str
    key: str
    is_followed: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """An item that fits somebody, the strongest reason first. `starts_at` is that of a webinar to come."""

    kind: str
    id: int
    at: datetime
    starts_at: datetime | None
    reasons: tuple[Reason, ...]

    @property
    def thing(self) -> tuple[str, int]:
        return self.kind, self.id


def offers_for(reader: Reader, found: Sequence[Candidate]) -> list[Offer]:
    """What fits the reader and is news to them: what has most to do with them first, of equals what comes first."""
    made = [
        Offer(each.kind, each.id, each.at, each.starts_at, reasons)
        for each in found
        if each.id not in reader.known
        and reader.person_id not in each.people
        and (reasons := reasons_for(reader, each))
    ]
    return sorted(made, key=rank)[:LOOKED_AT]


def reasons_for(reader: Reader, candidate: Candidate) -> tuple[Reason, ...]:
    """What the item has to do with the reader, the closest first."""
    followed, own = candidate.pairs & reader.followed, candidate.pairs & (reader.own - reader.followed)
    return tuple(
        Reason(kind, key, is_followed)
        for pairs, is_followed in ((followed, True), (own, False))
        for kind, key in sorted(pairs, key=lambda pair: (CLOSENESS.index(pair[0]), pair[1]))
    )


def rank(offer: Offer) -> tuple[int, float, float]:
    """Where an offer stands: the weight of its reasons; then webinars by their start; then the newest."""
    weight = sum(FOLLOWED if reason.is_followed else OWN for reason in offer.reasons)
    start = offer.starts_at.timestamp() if offer.starts_at else float("inf")
    return -weight, start, -offer.at.timestamp()


def lines_of(told: Sequence[Told], offers: Sequence[Offer], addressee: Addressee) -> list[Line]:
    """The lines of a brief: what was told first, then offers as long as there is room; no item twice."""
    lines = [line_of(row) for row in queries.folded(told)[:MOST]]
    about = {each.subject.about for each in told if each.subject}
    fresh = [offer for offer in offers if offer.id not in about]
    return [*lines, *offered(fresh, addressee)][:MOST]


def offered(offers: Sequence[Offer], addressee: Addressee) -> list[Line]:
    """The offers in words, but for those that the reader may not see, and those whose reasons have lost their names."""
    tokens = scopes(addressee.viewer)
    seen = items.subjects({offer.id for offer in offers}, tokens)
    pairs = {(each.kind, each.key) for offer in offers for each in offer.reasons if each.is_followed}
    named = names(pairs, tokens) if pairs else {}
    return [
        line
        for offer in offers
        if (subject := seen.get(offer.id))
        and not subject.is_archived
        and (line := line_of_offer(offer, subject, named))
    ]


def line_of_offer(offer: Offer, subject: Subject, named: dict[tuple[str, str], Followed]) -> Line | None:
    """One offer in words; None where no reason can be told."""
    for reason in offer.reasons:
        follow = named.get((reason.kind, reason.key)) if reason.is_followed else None
        why = in_words(reason, follow)
        if why:
            return Line(
                title=subject.title,
                path=subject.path,
                otherwise=f"/account/sign-in?{urlencode({'next': subject.path})}",
                item_id=offer.id,
                label=COMING if offer.starts_at else NEW,
                why=why,
                noun=SUBJECTS[offer.kind].label,
                at=offer.at,
                is_sample=subject.is_sample,
                things=frozenset({offer.thing}),
                starts_at=offer.starts_at,
                follow=follow,
            )
    return None


def in_words(reason: Reason, follow: Followed | None) -> str:
    """A reason in words; empty for one that has lost its name."""
    if reason.is_followed:
        return f"You follow {follow.name}" if follow else ""
    return f"{OWN_WORDS[reason.kind]}: {label(reason.kind, reason.key)}"


def compose(
    lines: Sequence[Line], told: Sequence[Told], addressee: Addressee
) -> tuple[dict[str, Any], list[Followed]]:
    """What the brief's template needs, and what its reader can stop following."""
    written, things = written_lines(lines)
    rows = len(queries.folded(told))
    context = {
        "lines": written,
        "more": max(0, rows - MOST),
        "zone": zone_of(addressee.zone).key,
        "path": queries.PATH,
    }
    return context, things

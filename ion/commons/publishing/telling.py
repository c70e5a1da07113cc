"""Where an item stands, in the words of the pages: one wording for the desk and for the pages of one item."""

from datetime import datetime
from typing import Protocol

from ion.commons.publishing.policies import WITHDRAWAL_REASONS
from ion.core import clock
from ion.core.times import own_time, us_date
from ion.core.wall_times import Moment, moment
from ion.models import ItemState


class Standing(Protocol):
    """What the desk's row and the item's own page know alike."""

    @property
    def state(self) -> ItemState: ...
    @property
    def is_live(self) -> bool: ...
    @property
    def asked_at(self) -> datetime | None: ...
    @property
    def publish_at(self) -> datetime | None: ...
    @property
    def zone(self) -> str: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def expires_at(self) -> datetime | None: ...
    @property
    def withdrawn_for(self) -> str: ...


def moment_words(at: datetime, zone: str, own: str) -> str:
    """An instant in the zone it was chosen in and, where that reads differently, in the reader's own."""
    chosen, mine = own_time(at, zone), own_time(at, own)
    return chosen if mine == chosen else f"{chosen} ({mine} in your zone)"


def button_words(chosen: Moment) -> str:
    """A chosen time as a button says it: which of two it is, where the clocks show it twice."""
    words = own_time(chosen.at, chosen.zone)
    first = moment(chosen.local, chosen.zone, second=False).at
    second = moment(chosen.local, chosen.zone, second=True).at
    if first == second:
        return words
    return f"{words} ({'before' if chosen.at == first else 'after'} the clocks are set back)"


def state_words(thing: Standing, own: str, asked_by: str = "") -> str:
    """Where its newest version stands; `own` is the reader's IANA zone, or empty for the site's; `asked_by` the name
    of who sent it in for review."""
    if thing.state is ItemState.WITHDRAWN:
        why = WITHDRAWAL_REASONS.get(thing.withdrawn_for, "")
        return f"Withdrawn: {why[:1].lower()}{why[1:]}" if why else "Withdrawn"
    if thing.state is ItemState.PUBLISHED:
        return live_words(thing)
    words = waiting_words(thing, own, asked_by)
    if not thing.is_live:
        return words
    return f"{'Archived' if is_archived(thing) else 'Live'}; {words[:1].lower()}{words[1:]}"


def live_words(thing: Standing) -> str:
    if is_archived(thing):
        return f"Archived since {us_date(thing.expires_at)}"
    return f"Live since {us_date(thing.published_at)}" if thing.published_at else "Live"


def is_archived(thing: Standing) -> bool:
    return thing.expires_at is not None and thing.expires_at <= clock.now()


def waiting_words(thing: Standing, own: str, asked_by: str) -> str:
    """Of what readers do not have yet."""
    if thing.state is ItemState.SCHEDULED and thing.publish_at:
        subject = "Changes are scheduled" if thing.is_live else "Scheduled"
        return f"{subject} for {moment_words(thing.publish_at, thing.zone, own)}"
    if thing.state is ItemState.IN_REVIEW:
        since = f" since {us_date(thing.asked_at)}" if thing.asked_at else ""
        by = f", asked by {asked_by}" if asked_by else ""
        return f"{'Changes are in' if thing.is_live else 'In'} review{since}{by}"
    return "Changes wait" if thing.is_live else "Draft"


def next_words(thing: Standing, own: str) -> str:
    """What will change by itself next; empty for nothing. A scheduled version stands in `state_words` already."""
    if thing.expires_at is None or is_archived(thing) or thing.state is ItemState.WITHDRAWN:
        return ""
    return f"Will be archived {moment_words(thing.expires_at, '', own)}"

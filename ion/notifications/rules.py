"""The one table of who is told what. A room that has more to tell adds a row (and, for a new signal, a receiver)."""

from collections.abc import Callable
from dataclasses import dataclass

from blinker import NamedSignal

from ion.core import signals
from ion.notifications import recipients
from ion.notifications.happening import Happening
from ion.notifications.recipients import People
from ion.notifications.schedule import Channel


@dataclass(frozen=True, slots=True)
class Rule:
    """When `signal` is sent, `who` finds those concerned, and they are told under this kind and label.

    `who` answers None where what happened has been undone since. `default` is the channel of a member who chose
    none. What is required is always told on the site, and mailed by the room that sends the signal.
    """

    kind: str
    label: str
    signal: NamedSignal
    who: Callable[[Happening], People | None]
    default: Channel
    is_required: bool = False


RULES = (
    Rule(
        kind="followed.published",
        label="New in what you follow",
        signal=signals.item_published,
        who=recipients.followers,
        default=Channel.WEEKLY,
    ),
    Rule(
        kind="own.published",
        label="Something of yours was published",
        signal=signals.item_published,
        who=recipients.own,
        default=Channel.INSTANT,
    ),
    Rule(
        kind="account",
        label="Changes to how you sign in",
        signal=signals.account_changed,
        who=recipients.holder,
        default=Channel.OFF,
        is_required=True,
    ),
)
BY_KIND = {rule.kind: rule for rule in RULES}


def rules_of(signal: str) -> list[Rule]:
    """The rules that hear the signal of that name."""
    return [rule for rule in RULES if rule.signal.name == signal]

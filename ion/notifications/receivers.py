"""What is worth telling: one outbox row, the worker does the rest."""

from ion.core import clock, signals
from ion.models import Item, User
from ion.notifications.account import ACCOUNT, QUIET, occurrence
from ion.notifications.happening import Happening, forget_later, tell_later


def tell_of_item(item: Item, **_: object) -> None:
    """An item came to its readers for the first time."""
    tell_later(Happening(signals.item_published.name, item.kind, item.id, clock.now()))


def tell_of_account(user: User, *, what: str, **_: object) -> None:
    """The way somebody signs in, or what they may do, was changed."""
    if what in QUIET:
        return
    at = clock.now()
    tell_later(Happening(signals.account_changed.name, ACCOUNT, user.id, at, occurrence(what, at)))


def forget_item(item: Item, **_: object) -> None:
    """An item is about to be deleted."""
    forget_later(Happening(signals.item_removed.name, item.kind, item.id, clock.now()))


def listen() -> None:
    """Hear of it; called by `ion.app`."""
    signals.item_published.connect(tell_of_item)
    signals.item_removed.connect(forget_item)
    signals.account_changed.connect(tell_of_account)

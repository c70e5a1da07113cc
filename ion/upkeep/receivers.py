"""What holds other links now: one outbox row, the worker reads the text; what is deleted holds none."""

from ion.core import outbox, signals
from ion.models import Item
from ion.upkeep.queries.holding import KINDS
from ion.upkeep.queries.links import FIND
from ion.upkeep.services import links as services


def find_links_later(item: Item, **_: object) -> None:
    """The item's text may lead elsewhere than before, or to no reader any more."""
    if item.kind in KINDS:
        outbox.later(FIND, key=f"{item.kind}:{item.id}", kind=item.kind, id=item.id)


def forget_links(item: Item, **_: object) -> None:
    """Nobody needs to look at links that only a deleted text held."""
    services.forget_links_of(item.id)


def listen() -> None:
    """Hear of every change; called by `ion.app`."""
    signals.item_changed.connect(find_links_later)
    signals.item_removed.connect(forget_links)

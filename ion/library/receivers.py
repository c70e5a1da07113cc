"""What becomes of tools when their practice changes its state, readers or dates, or goes."""

from ion.core import signals
from ion.library import services
from ion.library.queries import KIND
from ion.models import Item


def follow(item: Item, **_: object) -> None:
    """Tools stand and fall with their practice; in the same transaction, or readers would meet them without it."""
    if item.kind == KIND:
        services.align_tools(item)


def go_along(item: Item, **_: object) -> None:
    """A practice that is deleted takes its tools along."""
    if item.kind == KIND:
        services.remove_tools(item)


def listen() -> None:
    """Hear of it; called by `ion.app`."""
    signals.item_changed.connect(follow)
    signals.item_removed.connect(go_along)

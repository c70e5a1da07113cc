"""What becomes of reactions when their thing goes: likes and saved items go with the row, follows go here."""

from ion.commons.reactions import services
from ion.core import signals
from ion.models import Item


def forget(item: Item, **_: object) -> None:
    """Nobody follows what is deleted: the next thing may get its number."""
    services.forget_followed(item.kind, str(item.id))
    services.forget_under(item.id)


def listen() -> None:
    """Hear of it; called by `ion.app`."""
    signals.item_removed.connect(forget)

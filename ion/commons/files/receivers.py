"""What becomes of files when the item they hang on goes."""

from ion.commons.files import services
from ion.core import signals
from ion.models import Item


def forget(item: Item, **_: object) -> None:
    """Its files go with it: the next item may get its number."""
    services.forget_of(item.kind, item.id)


def listen() -> None:
    """Hear of it; called by `ion.app`."""
    signals.item_removed.connect(forget)

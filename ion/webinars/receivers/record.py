"""A webinar that is withdrawn from its readers does not take place: whoever registered must not wait for it."""

from ion.core import signals
from ion.models import Item, ItemState
from ion.webinars.queries.filters import KIND
from ion.webinars.services import record


def call_off_withdrawn(item: Item, **_: object) -> None:
    """An item changed; here only one matters that has no readers any more."""
    if item.kind == KIND and item.state is ItemState.WITHDRAWN:
        record.call_off_withdrawn(item.id)


def listen() -> None:
    """Hear of it."""
    signals.item_changed.connect(call_off_withdrawn)

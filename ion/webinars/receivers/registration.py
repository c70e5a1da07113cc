"""Whoever proves to own an address gets what was registered for with it; deleted webinars leave no secrets behind."""

from ion.core import signals
from ion.models import Item, User
from ion.webinars.queries import KIND
from ion.webinars.services import linking

PROVEN = frozenset({"confirmed", "email"})
"""Changes to a login after which its address is known to be its owner's."""


def link_guest(user: User, *, what: str, **_: object) -> None:
    """A login was confirmed, or has another address now."""
    if what in PROVEN:
        linking.link_later(user)


def forget_links(item: Item, **_: object) -> None:
    """A webinar is about to be deleted, and its registrations with it."""
    if item.kind == KIND:
        linking.forget_links_of(item.id)


def listen() -> None:
    """Hear of it."""
    signals.account_changed.connect(link_guest)
    signals.item_removed.connect(forget_links)

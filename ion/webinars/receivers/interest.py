"""When those who wished to be told of a webinar are told: planned anew whenever it changes."""

from ion.base.extensions import db
from ion.core import outbox, signals
from ion.models import Item, Webinar
from ion.webinars.queries import KIND
from ion.webinars.services import interest


def plan_opening(item: Item, **_: object) -> None:
    """A webinar changed, and with it perhaps when its registration opens."""
    if item.kind == KIND and (webinar := db.session.get(Webinar, item.id)):
        interest.plan(webinar)


def tell_of_repeat(item: Item, **_: object) -> None:
    """A webinar came out; where it is a copy, some may have waited for it."""
    if item.kind == KIND and (webinar := db.session.get(Webinar, item.id)) and webinar.copied_from_id:
        outbox.later(interest.AGAIN, key=str(item.id), kind=KIND, id=item.id)


def listen() -> None:
    """Hear of it."""
    signals.item_changed.connect(plan_opening)
    signals.item_published.connect(tell_of_repeat)

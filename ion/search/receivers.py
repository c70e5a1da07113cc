"""What makes a document stale: one outbox row, the worker does the rest."""

from ion.base.extensions import db
from ion.core import outbox, signals
from ion.core.ports.documents import DOCUMENTS
from ion.models import Item, Question

PUT = "search.put"


def put_later(item: Item, **_: object) -> None:
    """The item's document is made again, or removed where it may no longer be found."""
    if item.kind in DOCUMENTS:
        outbox.later(PUT, key=f"{item.kind}:{item.id}", kind=item.kind, id=item.id)


def put_answered(question: Question, **_: object) -> None:
    """A question and its answer are part of the document of their item."""
    put_later(db.session.get_one(Item, question.item_id))


def listen() -> None:
    """Hear of every change; called by `ion.app`."""
    signals.item_changed.connect(put_later)
    signals.item_removed.connect(put_later)
    signals.question_answered.connect(put_answered)

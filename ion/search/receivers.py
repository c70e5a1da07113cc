"""What makes a document stale: one outbox row, the worker does the rest."""

from ion.base.extensions import db
from ion.core import outbox, signals
from ion.core.ports.documents import DOCUMENTS
from ion.models import Item, MentorProfile, Person, Question, User

PUT = "search.put"
MENTOR = "mentor"


def put_later(item: Item, **_: object) -> None:
    """The item's document is made again, or removed where it may no longer be found."""
    if item.kind in DOCUMENTS:
        outbox.later(PUT, key=f"{item.kind}:{item.id}", kind=item.kind, id=item.id)


def put_answered(question: Question, **_: object) -> None:
    """A question and its answer are part of the document of their item."""
    put_later(db.session.get_one(Item, question.item_id))


def put_mentor(person: Person, **_: object) -> None:
    """What is found of a mentor stands on their page, too."""
    if person.id is not None and db.session.get(MentorProfile, person.id) is not None:
        outbox.later(PUT, key=f"{MENTOR}:{person.id}", kind=MENTOR, id=person.id)


def put_account(user: User, **_: object) -> None:
    """A mentor is not found while suspended."""
    put_mentor(db.session.get_one(Person, user.person_id))


def listen() -> None:
    """Hear of every change; called by `ion.app`."""
    signals.item_changed.connect(put_later)
    signals.item_removed.connect(put_later)
    signals.question_answered.connect(put_answered)
    signals.person_changed.connect(put_mentor)
    signals.account_changed.connect(put_account)

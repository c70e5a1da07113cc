"""What becomes of items whose people leave: roles go to somebody else, bylines lose a name, own items go."""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing.queries.working import newest
from ion.commons.publishing.services.releasing import sign
from ion.core import audit, signals
from ion.core.ports.publishable import SCHEMA
from ion.models import Edition, Item, ItemAuthor, Revision

AUTHORS = "authors"


def name_instead(item_id: int, part: str, person_id: int | None, to_person_id: int | None) -> None:
    """Let the versions that may still be published name somebody else in a part of their content that holds one
    person ("facilitator"), or the byline ("authors"). It is no edit of the text: no new version comes of it."""
    for revision in pending(item_id):
        named = revision.content.get(part)
        if part == AUTHORS:
            put: object = replaced(list(named or ()), person_id, to_person_id)
        else:
            put = to_person_id if named == person_id else named
        if put != named:
            revision.content = revision.content | {part: put}
    db.session.flush()


def replaced(ids: list[int], person_id: int | None, to_person_id: int | None) -> list[int]:
    """The ids with one put in the place of another; each once."""
    put = [to_person_id if id == person_id else id for id in ids]
    return list(dict.fromkeys(id for id in put if id is not None))


def pending(item_id: int) -> Iterator[Revision]:
    """The live version, the newest one, and the one that is scheduled or in review, in today's shape."""
    item, edition, last = db.session.get(Item, item_id), db.session.get(Edition, item_id), newest(item_id)
    numbers = {item.live_revision if item else None, edition.revision if edition else None}
    numbers.add(last.number if last else None)
    for number in sorted(number for number in numbers if number):
        revision = db.session.get(Revision, (item_id, number))
        if revision is not None and revision.schema == SCHEMA:
            yield revision


def sign_instead(item: Item, person_id: int | None, to_person_id: int | None) -> None:
    """Put somebody else in the place of a name of the byline, or nobody; inside a unit of work."""
    sign(item, replaced([author.person_id for author in item.authors], person_id, to_person_id))
    name_instead(item.id, AUTHORS, person_id, to_person_id)
    signals.item_changed.send(item)


def authored(person_id: int, kinds: Collection[str] | None = None) -> list[Item]:
    """The items in whose byline the person stands, of these kinds or of all, their rows held."""
    found = (
        select(Item)
        .where(Item.id.in_(select(ItemAuthor.item_id).where(ItemAuthor.person_id == person_id)))
        .order_by(Item.id)
        .with_for_update()
    )
    return list(db.session.scalars(found if kinds is None else found.where(Item.kind.in_(kinds))))


def delete_item(item: Item) -> None:
    """Delete an item for good, with all that hangs on it."""
    audit.record("deleted with its author's account", kind=item.kind, id=item.id)
    signals.item_removed.send(item)
    db.session.delete(item)
    db.session.flush()

"""The pictures and attachments of items. Whatever counts or orders rows holds the item's row."""

from collections.abc import Sequence

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.files import queries
from ion.commons.files.kinds import KINDS, name_of_picture, stem_of
from ion.commons.files.services.taking import Taken, keep
from ion.core import audit, clock, holds, tallies
from ion.core.ports.files import FileRefused
from ion.core.text import squeeze
from ion.models import Attachment, File, Item, User

MOST_PICTURES = 200
MOST_ATTACHMENTS = 50
LONGEST_TITLE = 200


class NoSuchFile(Exception):
    """The item is gone, or the file is none of its files."""


class StillShown(FileRefused):
    """A text of the item shows the file or links to it."""


class MustBeKept(StillShown):
    """A hold of ION staff covers the file."""


class TooMany(FileRefused):
    """The item has as many files as one may have."""


def add_picture(item_id: int, taken: Taken, *, alt: str, user_id: int) -> File:
    """Keep a picture that texts of the item may show; its name says what `alt` says. Raises NoSuchFile, TooMany."""
    item = held(item_id)
    if queries.totals(item_id)[0] >= MOST_PICTURES:
        raise TooMany(f"There are {MOST_PICTURES} pictures here already. Remove one that is not used first.")
    file = keep(
        item.kind,
        item_id,
        taken,
        user_id=user_id,
        name=name_of_picture(alt, KINDS[taken.type]) if alt else "",
    )
    note("picture added", item, file, user_id)
    return file


def remove_picture(item_id: int, file_id: int, *, user_id: int) -> None:
    """Remove a picture that no text shows; raises NoSuchFile, StillShown."""
    item = held(item_id)
    file = db.session.get(File, file_id)
    if file is None or (file.parent_kind, file.parent_id) != (item.kind, item_id):
        raise NoSuchFile
    if db.session.scalar(select(Attachment.id).where(Attachment.file_id == file_id)):
        raise NoSuchFile  # it is removed as what it is
    refuse_shown(item_id, file)
    refuse_kept(item_id, file)
    note("picture removed", item, file, user_id)
    db.session.delete(file)
    db.session.flush()


def attach(item_id: int, taken: Taken, *, title: str, user_id: int) -> Attachment:
    """Offer a file to readers of the item, last in order; raises NoSuchFile, TooMany."""
    item = held(item_id)
    present = attachments(item_id)
    if len(present) >= MOST_ATTACHMENTS:
        raise TooMany(f"There are {MOST_ATTACHMENTS} attachments here already. Remove one first.")
    file = keep(item.kind, item_id, taken, user_id=user_id)
    attachment = Attachment(
        item_id=item_id,
        file_id=file.id,
        position=1 + max((each.position for each in present), default=-1),
        title=squeeze(title or stem_of(file.name), LONGEST_TITLE),
    )
    db.session.add(attachment)
    db.session.flush()
    changed(item, "attachment added", file, user_id)
    return attachment


def replace(item_id: int, attachment_id: int, taken: Taken, *, user_id: int) -> None:
    """Put a new version in the place of an attachment, at the same address; raises NoSuchFile, MustBeKept."""
    item = held(item_id)
    attachment = attachment_of(item_id, attachment_id)
    file = db.session.get_one(File, attachment.file_id)
    refuse_kept(item_id, file)
    file.name, file.type, file.size = taken.name, taken.type, taken.size
    file.sha256, file.storage_key = taken.sha256, taken.storage_key
    file.width, file.height = taken.width, taken.height
    file.user_id, file.created_at = user_id, clock.now()
    attachment.version += 1
    db.session.flush()
    changed(item, "attachment replaced", file, user_id)


def move(item_id: int, attachment_id: int, step: int, *, user_id: int) -> None:
    """Move an attachment by `step` places, -1 is up, as far as there are places; raises NoSuchFile."""
    item = held(item_id)
    order = list(attachments(item_id))
    moved = attachment_of(item_id, attachment_id)
    at = order.index(moved)
    order.insert(max(0, min(at + step, len(order) - 1)), order.pop(at))
    for position, each in enumerate(order):
        each.position = position
    db.session.flush()
    changed(item, "attachment moved", db.session.get_one(File, moved.file_id), user_id)


def remove_attachment(item_id: int, attachment_id: int, *, user_id: int) -> None:
    """Take an attachment from the item, and its file with it; raises NoSuchFile, StillShown."""
    item = held(item_id)
    attachment = attachment_of(item_id, attachment_id)
    file = db.session.get_one(File, attachment.file_id)
    refuse_shown(item_id, file)
    refuse_kept(item_id, file)
    changed(item, "attachment removed", file, user_id)
    db.session.delete(attachment)
    db.session.flush()
    db.session.delete(file)
    db.session.flush()


def held(item_id: int) -> Item:
    """The item, its row held until the end of the unit of work; raises NoSuchFile."""
    item = db.session.scalar(select(Item).where(Item.id == item_id).with_for_update())
    if item is None:
        raise NoSuchFile
    return item


def attachments(item_id: int) -> Sequence[Attachment]:
    """All attachments of an item, in order."""
    return db.session.scalars(
        select(Attachment)
        .where(Attachment.item_id == item_id)
        .order_by(Attachment.position, Attachment.id)
        .execution_options(populate_existing=True)
    ).all()


def attachment_of(item_id: int, attachment_id: int) -> Attachment:
    for attachment in attachments(item_id):
        if attachment.id == attachment_id:
            return attachment
    raise NoSuchFile


def refuse_shown(item_id: int, file: File) -> None:
    if queries.is_in_text(item_id, file.path):
        raise StillShown(
            "The text still shows this file or links to it. Take it out of the text, publish that where readers see "
            "it already, and then remove it here."
        )


def refuse_kept(item_id: int, file: File) -> None:
    owner = db.session.scalar(select(User.person_id).where(User.id == file.user_id))
    if holds.cover_item(item_id, person_ids={owner} if owner else (), at=file.created_at):
        raise MustBeKept(holds.WORDS)


def changed(item: Item, action: str, file: File, user_id: int) -> None:
    """What is remembered of pages of the item's kind is stale, since they list attachments."""
    tallies.raise_version(db.session(), item.kind)
    note(action, item, file, user_id)


def note(action: str, item: Item, file: File, user_id: int) -> None:
    audit.record(action, kind=item.kind, id=item.id, user_id=user_id, after={"file": file.name})

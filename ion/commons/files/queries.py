"""What files there are, what they are called, and who may fetch them."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, exists, func, or_, select

from ion.commons.files.kinds import label_of, size_in_words, words_of_picture
from ion.core import access, items, reading, tokens
from ion.core.access import Viewer
from ion.core.pictures import OF_ITEM
from ion.core.ports.files import PICTURE_PATH
from ion.core.ports.parents import PARENTS
from ion.core.ports.subjects import SUBJECTS
from ion.models import Attachment, Edition, File, Item, ItemBody, Revision, WorkingCopy

PREVIEW = "preview"
"""The purpose of tokens that show an item before it is published."""

FETCHED = select(
    File.id,
    File.parent_kind,
    File.parent_id,
    File.name,
    File.type,
    File.size,
    File.sha256,
    File.storage_key,
    File.width,
).where(File.token == bindparam("token"))
ITEM = select(Item.id, Item.kind, Item.title).where(Item.id == bindparam("id", type_=Integer))
PICTURES = (
    select(File.id, File.token, File.name, File.size, File.width, File.height)
    .join(Item, OF_ITEM)
    .where(Item.id == bindparam("item_id", type_=Integer), File.width.is_not(None))
    .where(~exists().where(Attachment.file_id == File.id))
    .order_by(File.id)
)
ATTACHMENTS = (
    select(
        Attachment.id,
        Attachment.title,
        Attachment.version,
        File.token,
        File.name,
        File.type,
        File.size,
        File.downloads,
    )
    .join(File, File.id == Attachment.file_id)
    .where(Attachment.item_id == bindparam("item_id", type_=Integer))
    .order_by(Attachment.position, Attachment.id)
)


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture that texts of its item may show. `alt` is what its name says of it, `markdown` shows it in a text."""

    id: int
    path: str
    alt: str
    size: str
    width: int
    height: int

    @property
    def markdown(self) -> str:
        words = self.alt.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        return f"![{words}]({self.path})"


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file that readers of an item are offered. `kind` and `size` are words."""

    id: int
    title: str
    path: str
    name: str
    kind: str
    size: str
    version: int
    downloads: int


def fetched(token: str) -> Row[Any] | None:
    """What is known of the file behind an address; None where there is none."""
    if not PICTURE_PATH.fullmatch(f"/files/{token}"):
        return None
    return reading.rows(FETCHED, token=token).one_or_none()


def is_shown(kind: str, id: int, viewer: Viewer | None, scopes: frozenset[str]) -> bool:
    """Whether a viewer may fetch the files of (kind, id); `scopes` are the viewer's that any item is meant for."""
    if kind in PARENTS:
        return PARENTS[kind].may_see(id, viewer.id if viewer else None, access.scopes(viewer))
    if kind not in SUBJECTS:
        return False
    if viewer and viewer.is_editor:
        return True
    found = items.subjects([id], scopes).get(id)
    return found is not None and found.kind == kind


def is_previewed(kind: str, id: int, secret: str) -> bool:
    """Whether this is the secret of a link that shows the item before it is published."""
    token = tokens.valid(PREVIEW, secret) if secret and kind in SUBJECTS and kind not in PARENTS else None
    return token is not None and (token.subject_kind, token.subject_id) == ("item", id)


def item(id: int) -> Row[Any] | None:
    """Id, kind and title of an item in any state."""
    return reading.rows(ITEM, id=id).one_or_none()


def pictures(item_id: int) -> list[PictureRow]:
    """The pictures of an item that are no attachments, in the order in which they came."""
    return [
        PictureRow(
            id=row.id,
            path=f"/files/{row.token}",
            alt=words_of_picture(row.name),
            size=size_in_words(row.size),
            width=row.width,
            height=row.height,
        )
        for row in reading.rows(PICTURES, item_id=item_id)
    ]


def attachments(item_id: int) -> list[AttachmentRow]:
    """The attachments of an item, in the order that editors gave them."""
    return [
        AttachmentRow(
            id=row.id,
            title=row.title,
            path=f"/files/{row.token}",
            name=row.name,
            kind=label_of(row.type),
            size=size_in_words(row.size),
            version=row.version,
            downloads=row.downloads,
        )
        for row in reading.rows(ATTACHMENTS, item_id=item_id)
    ]


SHOWING = select(ItemBody.markdown).where(ItemBody.item_id == bindparam("id", type_=Integer))
SAVED = (
    select(Revision.content)
    .join(Item, Item.id == Revision.item_id)
    .join(Edition, Edition.item_id == Item.id, isouter=True)
    .where(
        Item.id == bindparam("id", type_=Integer),
        or_(
            Revision.number.in_((Item.head_revision, Item.live_revision)), Revision.number == Edition.revision
        ),
    )
)
TYPED = select(WorkingCopy.content).where(
    WorkingCopy.item_id == bindparam("id", type_=Integer), WorkingCopy.content.is_not(None)
)


def is_in_text(item_id: int, path: str) -> bool:
    """Whether a text of the item shows the picture: the live one, the newest, one that waits, or one being typed."""
    markdown = reading.rows(SHOWING, id=item_id).scalar() or ""
    contents = [row[0] for asked in (SAVED, TYPED) for row in reading.rows(asked, id=item_id)]
    return path in markdown or any(path in json.dumps(content) for content in contents)


def named(keys: Collection[str]) -> set[str]:
    """Those of the storage's keys that some file names."""
    return set(reading.rows(select(File.storage_key).where(File.storage_key.in_(keys))).scalars())


def without_item(kinds: Sequence[str], before: datetime, most: int) -> list[int]:
    """Ids of at most so many files that came before an instant, of these kinds of items, whose item is gone."""
    gone = (
        select(File.id)
        .where(File.parent_kind.in_(kinds), File.created_at < before)
        .where(~exists().where(OF_ITEM))
        .order_by(File.id)
        .limit(most)
    )
    return list(reading.rows(gone).scalars())


def parent_ids(kind: str, before: datetime) -> set[int]:
    """The ids of all parents of a kind that have files from before an instant."""
    return set(
        reading.rows(
            select(File.parent_id).where(File.parent_kind == kind, File.created_at < before).distinct()
        ).scalars()
    )


def totals(item_id: int) -> tuple[int, int]:
    """How many pictures and how many attachments an item has."""
    pictures = (
        select(func.count())
        .select_from(File)
        .join(Item, OF_ITEM)
        .where(Item.id == item_id, File.width.is_not(None))
    )
    attachments = select(func.count()).select_from(Attachment).where(Attachment.item_id == item_id)
    return reading.rows(pictures).scalar() or 0, reading.rows(attachments).scalar() or 0

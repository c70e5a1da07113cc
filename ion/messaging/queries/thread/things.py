"""What hangs on messages: their files, and cards of the things on the site that they link to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from ion.commons.files.kinds import label_of, size_in_words
from ion.core import items, reading
from ion.core.ports.subjects import SUBJECTS, Subject
from ion.messaging.policies import KIND
from ion.models import File


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a message; `kind` and `size` are words. A picture has a `width` and a `height` in pixels."""

    id: int
    path: str
    name: str
    kind: str
    size: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """A thing on the site that a message links to and that the reader may see; `path` as it was linked to."""

    subject: Subject
    path: str
    label: str


FILES = (
    select(
        File.id,
        File.parent_id,
        File.token,
        File.name,
        File.type,
        File.size,
        File.width,
        File.height,
    )
    .where(File.parent_kind == KIND, File.parent_id.in_(bindparam("ids", expanding=True)))
    .order_by(File.id)
)


def files_of(message_ids: Collection[int]) -> dict[int, tuple[FileRow, ...]]:
    """The files of these messages, in the order in which they were added."""
    found: dict[int, tuple[FileRow, ...]] = {}
    for row in reading.rows(FILES, ids=list(message_ids)) if message_ids else ():
        file = FileRow(
            id=row.id,
            path=f"/files/{row.token}",
            name=row.name,
            kind=label_of(row.type),
            size=size_in_words(row.size),
            width=row.width,
            height=row.height,
        )
        found[row.parent_id] = (*found.get(row.parent_id, ()), file)
    return found


def subjects_of(linked: Iterable[Sequence[Mapping[str, Any]]], scopes: frozenset[str]) -> dict[int, Subject]:
    """The things that these messages link to, as far as a holder of `scopes` may see them."""
    return items.subjects({each["item"] for cards in linked for each in cards}, scopes)


def cards_of(linked: Sequence[Mapping[str, Any]], subjects: Mapping[int, Subject]) -> tuple[Card, ...]:
    """The cards of one message."""
    return tuple(
        Card(subject, each["path"], SUBJECTS[subject.kind].label)
        for each in linked
        if (subject := subjects.get(each["item"]))
    )

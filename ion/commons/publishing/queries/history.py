"""The history of an item: every version, who kept it and why, and a version's parts in words."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing.queries.working import content_of
from ion.core.labels import label
from ion.core.ports.publishable import PUBLISHABLES, Content, Told, byline_of
from ion.core.times import us_date
from ion.models import Item, Person, Revision
from ion.models.revision import IMPORTED, SET_BESIDE

SHOWN = 100
"""The newest versions that one page lists."""


@dataclass(frozen=True, slots=True)
class Version:
    """One kept state. `note` is empty for a plain save; `is_beside` says that an import brought it while ION staff
    had changed the item."""

    number: int
    at: datetime
    by: str
    note: str
    is_imported: bool
    is_beside: bool


def versions(item_id: int, *, most: int = SHOWN) -> list[Version]:
    """The versions of an item, newest first."""
    rows = db.session.execute(
        select(Revision.number, Revision.at, Revision.note, Person.name)
        .join(Person, Person.id == Revision.person_id, isouter=True)
        .where(Revision.item_id == item_id)
        .order_by(Revision.number.desc())
        .limit(most)
    )
    return [
        Version(
            number=row.number,
            at=row.at,
            by=row.name or "",
            note="" if row.note in (IMPORTED, SET_BESIDE) else row.note,
            is_imported=row.note == IMPORTED,
            is_beside=row.note == SET_BESIDE,
        )
        for row in rows
    ]


def writer_of(item_id: int, number: int) -> int | None:
    """The id of the person who kept that version; None for an import's, and where there is none of that number."""
    return db.session.scalar(
        select(Revision.person_id).where(Revision.item_id == item_id, Revision.number == number)
    )


def unseen_import(versions: list[Version]) -> Version | None:
    """The version that an import set beside what ION staff wrote, where nobody saved anything since."""
    return versions[0] if versions and versions[0].is_beside else None


def contents(item_id: int, numbers: list[int]) -> dict[int, Content]:
    """What those versions say, in today's shape, by number; those that are none are left out."""
    item = db.session.get(Item, item_id)
    assert item is not None
    rows = db.session.scalars(
        select(Revision).where(Revision.item_id == item_id, Revision.number.in_(numbers))
    )
    return {row.number: content_of(item, row) for row in rows}


def told(kind: str, content: Content) -> list[Told]:
    """A content in words, part by part, as versions are compared: what every kind has, then the room's own parts."""
    parts = [
        Told("Title", content["title"]),
        Told("Summary", content["summary"]),
        Told("Text", content["markdown"]),
        *PUBLISHABLES[kind].told(content),
        Told("Topics", "\n".join(label("topic", key) for key in content["topics"])),
        Told(byline_of(kind), "\n".join(names(content["authors"]))),
        Told("Published elsewhere", " ".join(filter(None, (content["link_name"], content["link_url"])))),
        Told("First published on", day(content["first_published_on"])),
        Told("Last reviewed on", day(content["reviewed_on"])),
    ]
    return [part for part in parts if part.text]


def names(ids: list[int]) -> list[str]:
    """The names of persons, in the order of their ids."""
    if not ids:
        return []
    found = {
        id: name for id, name in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    }
    return [found[id] for id in ids if id in found]


def day(words: str) -> str:
    return us_date(date.fromisoformat(words)) if words else ""
